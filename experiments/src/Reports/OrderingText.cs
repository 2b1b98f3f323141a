using Sim.Experiments.Output;
using Sim.Simulator.Results;

namespace Sim.Experiments.Reports;

/// <summary>Ordering tables as text.</summary>
internal static class OrderingText
{
    /// <summary>Writes the tables of models with the same instructions side by side, as cells of the models in order.</summary>
    public static void Write(OrderingTables result, TextWriter writer)
    {
        writer.WriteLine("What each model keeps in program order, found by experiment: rows earlier, columns later.");
        writer.WriteLine("y kept   cl kept on one cache line only   . not kept   blank: an instruction without effect");
        foreach (OrderingTable table in result.Tables)
        {
            writer.WriteLine();
            writer.Write(table.Model);
            ReportTable text = new ReportTable().Name("earlier");
            foreach (OrderedInstruction instruction in table.Instructions) { text.Name(instruction.Name); }
            text.Text("instruction");
            for (int row = 0; row < table.Instructions.Count; row++)
            {
                text.Row([table.Instructions[row].Name, .. table.Cells[row], table.Instructions[row].Meaning]);
            }
            text.WriteTo(writer);
        }
    }
}
