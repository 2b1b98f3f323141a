namespace Sim.Explorer;

/// <summary>A transition as one int: the thread, and either which way its next instruction goes or which silent step is taken.</summary>
/// <remarks>
/// Counterexamples hold these numbers. Bits 8 to 15 are the thread, the others a number: 0 for the first way of an
/// instruction, 1 to 32,768 for the silent steps, and beyond that the further ways of the instruction.
/// </remarks>
internal static class Choice
{
    private const int FirstFurtherWay = 1 << 15;

    public static int Issue(int thread, int alternative) => Encode(thread, alternative == 0 ? 0 : FirstFurtherWay + alternative);

    public static int Silent(int thread, int step) => Encode(thread, 1 + step);

    public static int ThreadOf(int choice) => (choice >> 8) & 0xFF;

    public static bool IsSilent(int choice) => Number(choice) is > 0 and <= FirstFurtherWay;

    public static int SilentStep(int choice) => Number(choice) - 1;

    public static int Alternative(int choice) => Math.Max(0, Number(choice) - FirstFurtherWay);

    private static int Encode(int thread, int number) => ((number & ~0xFF) << 8) | (thread << 8) | (number & 0xFF);

    private static int Number(int choice) => ((choice >> 8) & ~0xFF) | (choice & 0xFF);
}
