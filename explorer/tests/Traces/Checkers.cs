using System.Buffers.Binary;
using Sim.Explorer.Traces;

namespace Sim.Explorer.Tests.Traces;

/// <summary>Calls a function for every image.</summary>
internal sealed class FunctionChecker(Func<TracedImage, string?> check) : IImageChecker
{
    public string? Check(TracedImage image) => check(image);
}

/// <summary>The oracles of the traced programs.</summary>
internal static class Checkers
{
    /// <summary>PMDK's pmreorder_simple: three fields are equal once the flag is set.</summary>
    public static string? Simple(TracedImage image) =>
        Int(image, 12) == 0 || (Int(image, 0) == Int(image, 4) && Int(image, 0) == Int(image, 8)) ? null : "fields differ";

    /// <summary>PMDK's pmreorder_list: a node that is linked has its value.</summary>
    public static string? List(TracedImage image)
    {
        (int Value, ulong Next) Node(ulong id) => (Int(image, 8 + ((int)id * 16)), Word(image, 16 + ((int)id * 16)));
        ulong head = Word(image, 0);
        (int Value, ulong Next) first = Node(head);
        (int Value, ulong Next) second = Node(first.Next);
        (int Value, ulong Next) third = Node(second.Next);
        bool isWrong = Wrong(head, first.Value) || (first.Next is 3 or 5 && Wrong(first.Next, second.Value)) || (second.Next == 5 && third.Value != 55);
        return isWrong ? "a linked node has no value" : null;

        static bool Wrong(ulong id, int value) => (id == 5 && value != 55) || (id == 3 && value != 33) || (id == 6 && value != 66);
    }

    /// <summary>FAST_FAIR with one leaf: every key whose insert has ended is found with its value.</summary>
    /// <remarks>
    /// The search of the published code (RECIPE, third-party/FAST_FAIR): a header of 56 bytes, then entries of key and pointer;
    /// an entry counts if its pointer differs from the one before. The pool is mapped at the address of the registration.
    /// </remarks>
    public static string? FastFairLeaf(TracedImage image)
    {
        const ulong Base = 0x200_0000_0000;
        const int HeaderBytes = 56;
        ulong tree = Word(image, 0);
        int leaf = tree == 0 ? 0 : (int)(Word(image, (int)(tree - Base) + 8) - Base);
        foreach (string marker in image.Markers.Where(marker => marker.StartsWith("OP_i", StringComparison.Ordinal) && marker.EndsWith(".END", StringComparison.Ordinal)))
        {
            ulong key = ulong.Parse(marker["OP_i".Length..^".END".Length], System.Globalization.CultureInfo.InvariantCulture);
            if (leaf == 0 || Find(key) != key + 100_000) { return "acknowledged key lost"; }
        }
        return null;

        ulong Find(ulong key)
        {
            if (Key(0) == key && Pointer(0) != 0) { return Pointer(0); }
            for (int i = 1; Pointer(i) != 0; i++)
            {
                if (Key(i) == key && Pointer(i) != Pointer(i - 1)) { return Pointer(i); }
            }
            return 0;
        }

        ulong Key(int i) => Word(image, leaf + HeaderBytes + (16 * i));
        ulong Pointer(int i) => Word(image, leaf + HeaderBytes + (16 * i) + 8);
    }

    private static int Int(TracedImage image, int offset) => BinaryPrimitives.ReadInt32LittleEndian(image.Bytes[offset..]);

    private static ulong Word(TracedImage image, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(image.Bytes[offset..]);
}
