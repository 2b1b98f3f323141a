using System.Globalization;

namespace Sim.Simulator.Traces;

/// <summary>The call stack of a traced access, innermost frame first.</summary>
/// <param name="Frames">The frames; at least one.</param>
public sealed record CallTrace(IReadOnlyList<CallFrame> Frames)
{
    /// <summary>The frame to show: the innermost one whose source line is known.</summary>
    public CallFrame Innermost => Frames.FirstOrDefault(frame => frame.Line > 0) ?? Frames[0];

    /// <summary>The innermost source line and who called it: <c>list.c:47 (insert), from main.c:12 (main)</c>.</summary>
    public string Describe()
    {
        CallFrame shown = Innermost;
        CallFrame? caller = Frames.SkipWhile(frame => frame != shown).Skip(1).FirstOrDefault(frame => frame.Line > 0);
        return caller is null ? shown.ToString() : $"{shown}, from {caller}";
    }

    /// <summary>Reads <c>0x4848883: function (file:line);0x...: function (in object)</c>; inlined frames may be glued without a semicolon.</summary>
    /// <param name="text">The frames as pmemcheck writes them, perhaps without addresses; empty if no stack was recorded.</param>
    public static CallTrace Parse(string text) =>
        new([.. text.Replace(")0x", ");0x", StringComparison.Ordinal).Split(';').Select(ParseFrame)]);

    private static CallFrame ParseFrame(string text)
    {
        int address = text.StartsWith("0x", StringComparison.Ordinal) ? text.IndexOf(": ", StringComparison.Ordinal) : -1;
        string frame = (address < 0 ? text : text[(address + 2)..]).Trim();
        int open = frame.LastIndexOf(" (", StringComparison.Ordinal);
        if (open < 0 || !frame.EndsWith(')')) { return new CallFrame(frame, "", 0); }
        string function = frame[..open];
        string place = frame[(open + 2)..^1];
        int colon = place.LastIndexOf(':');
        return colon > 0 && int.TryParse(place[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int line)
            ? new CallFrame(function, place[..colon], line)
            : new CallFrame(function, place.StartsWith("in ", StringComparison.Ordinal) ? place[3..] : place, 0);
    }
}

/// <summary>One frame of a call stack.</summary>
/// <param name="Function">The function, or <c>???</c>.</param>
/// <param name="File">The source file, or the object file if the line is not known; may be empty.</param>
/// <param name="Line">The source line from 1, or 0.</param>
public sealed record CallFrame(string Function, string File, int Line)
{
    /// <summary><c>file:line</c>, or what is known instead.</summary>
    public string Location => Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}") : File.Length > 0 ? File : "unknown place";

    /// <inheritdoc/>
    public override string ToString() => Function.Length > 0 ? $"{Location} ({NameOf(Function)})" : Location;

    /// <summary>A C++ function without its parameters, which take more room than they tell.</summary>
    private static string NameOf(string function)
    {
        int open = function.IndexOf('(', StringComparison.Ordinal);
        return open > 0 && !function[..open].EndsWith("operator", StringComparison.Ordinal) ? function[..open] : function;
    }
}
