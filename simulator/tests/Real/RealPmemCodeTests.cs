using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using Sim.CacheModel;

namespace Sim.Simulator.Tests;

/// <summary>Reads the machine code that the JIT makes of <see cref="RealPmemCode"/>, in a process that writes it down.</summary>
/// <remarks>
/// By hand: <c>DOTNET_TieredCompilation=0 DOTNET_JitDisasm='*RealPmemCode:*' Sim.Simulator.Tests -method '*read_for'</c>.
/// </remarks>
public class RealPmemCodeTests
{
    [Fact]
    public void The_methods_do_what_their_code_is_read_for()
    {
        using RealMapping mapping = RealMapping.CreateVolatile(4096);
        RealPmem pmem = mapping.Pmem;
        PmemAddress address = new(128);
        RealPmemCode.StoreWord(pmem, address, 7);
        Assert.Equal(7u, RealPmemCode.LoadWord(pmem, address));
        RealPmemCode.StoreTwice(pmem, address, 8);
        Assert.Equal(9u, RealPmemCode.ExchangeWord(pmem, address, 9, 10));
        Assert.Equal(8u, RealPmemCode.LoadWord(pmem, address + 8));
        RealPmemCode.StoreNonTemporalWord(pmem, address, 11);
        RealPmemCode.FenceStores(pmem);
        RealPmemCode.FlushWord(pmem, address);
        Assert.Equal(11u, RealPmemCode.LoadWord(pmem, address));
    }

    [Fact]
    public void Every_access_is_one_instruction_and_a_flush_is_one_call_of_it()
    {
        Assert.SkipUnless(X86Base.X64.IsSupported, "the expected instructions are those of x86-64");
        Dictionary<string, string[]> code = Disassemble();

        Assert.Equal(["mov qword ptr [rdi+rdx], rcx", "ret"], code["StoreWord"]);
        Assert.Equal(["mov rax, qword ptr [rdi+rdx]", "ret"], code["LoadWord"]);
        Assert.Equal(["movnti qword ptr [rdi+rdx], rcx", "ret"], code["StoreNonTemporalWord"]);
        Assert.Equal(["sfence", "ret"], code["FenceStores"]);
        Assert.Equal(["add rdx, rdi", "mov rax, rcx", "lock", "cmpxchg qword ptr [rdx], r8", "ret"], code["ExchangeWord"]);
        // A call of a constant address is the thunk; the other one is the collector's, behind a branch that is never taken.
        Assert.Equal(["call rax", "call CORINFO_HELP_POLL_GC"], code["FlushWord"].Where(IsCall));
    }

    [Fact]
    public void Stores_are_neither_merged_nor_reordered()
    {
        Assert.SkipUnless(X86Base.X64.IsSupported, "the expected instructions are those of x86-64");
        string[] code = Disassemble()["StoreTwice"];

        Assert.DoesNotContain(code, IsCall);
        Assert.Equal(
            ["mov qword ptr [rdi+rdx], rcx", "mov qword ptr [rdi+rax], rcx", "mov qword ptr [rdi+rdx], rcx"],
            code.Where(line => line.StartsWith("mov qword ptr", StringComparison.Ordinal)));
    }

    private static bool IsCall(string instruction) => instruction.StartsWith("call", StringComparison.Ordinal);

    private static Dictionary<string, string[]> Disassemble()
    {
        using TemporaryFolder folder = new();
        string listing = Path.Combine(folder.Path, "listing.txt");
        string assembly = typeof(RealPmemCode).Assembly.Location;
        string host = Environment.ProcessPath!;
        bool isMuxer = Path.GetFileNameWithoutExtension(host) == "dotnet";
        ProcessStartInfo start = new(host, [.. isMuxer ? [assembly] : Array.Empty<string>(), "-method", "*read_for"])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["DOTNET_TieredCompilation"] = "0",
                ["DOTNET_JitDisasm"] = "*RealPmemCode:*",
                ["DOTNET_JitStdOutFile"] = listing,
            },
        };
        using Process child = Process.Start(start)!;
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        Assert.True(child.ExitCode == 0, output);
        return File.ReadAllText(listing)
            .Split("; Assembly listing for method ", StringSplitOptions.RemoveEmptyEntries)
            .ToDictionary(NameOf, InstructionsOf);
    }

    private static string NameOf(string listing) => listing[(listing.IndexOf(':') + 1)..listing.IndexOf('[')];

    // Instructions are indented by seven columns; labels and remarks begin in the first.
    private static string[] InstructionsOf(string listing) =>
        [.. listing.Split('\n')
            .Where(line => line.StartsWith("       ", StringComparison.Ordinal))
            .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
}
