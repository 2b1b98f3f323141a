using Spectre.Console;

namespace Sim.Experiments.Output;

/// <summary>A table of a text report: at most 100 columns wide, texts on the left, numbers on the right.</summary>
internal sealed class ReportTable
{
    private const int WidthColumns = 100;
    private readonly Table _table = new Table { Border = TableBorder.Simple }.Collapse();

    /// <summary>Adds a column of texts, which wrap where they are too long.</summary>
    public ReportTable Text(string header)
    {
        _table.AddColumn(new TableColumn(Markup.Escape(header)));
        return this;
    }

    /// <summary>Adds a column of names, which are never wrapped.</summary>
    public ReportTable Name(string header)
    {
        _table.AddColumn(new TableColumn(Markup.Escape(header)).NoWrap());
        return this;
    }

    /// <summary>Adds a column of numbers; the header carries the unit unless every cell does.</summary>
    public ReportTable Number(string header)
    {
        _table.AddColumn(new TableColumn(Markup.Escape(header)).NoWrap().RightAligned());
        return this;
    }

    /// <summary>Adds a row, one cell per column.</summary>
    public ReportTable Row(params string[] cells)
    {
        _table.AddRow([.. cells.Select(Markup.Escape)]);
        return this;
    }

    /// <summary>Writes an empty line, then the table as plain text.</summary>
    public void WriteTo(TextWriter writer)
    {
        using StringWriter text = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = WidthColumns;
        console.Profile.Capabilities.Unicode = true;
        console.Write(_table);
        writer.WriteLine();
        foreach (string line in text.ToString().Split('\n'))
        {
            // Spectre pads every line to the table's width and puts empty lines around it.
            if (!string.IsNullOrWhiteSpace(line)) { writer.WriteLine(line.TrimEnd()); }
        }
    }
}
