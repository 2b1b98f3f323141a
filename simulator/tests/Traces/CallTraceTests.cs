using Sim.Simulator.Traces;

namespace Sim.Simulator.Tests.Traces;

public class CallTraceTests
{
    [Theory]
    [InlineData("0x1: f (a.c:3);0x2: main (a.c:9)", "a.c:3 (f), from a.c:9 (main)")]
    [InlineData("0x1: f (a.c:3)0x2: g (b.c:4)", "a.c:3 (f), from b.c:4 (g)")]
    [InlineData("0x1: memcpy (in /lib/libc.so);0x2: main (a.c:9)", "a.c:9 (main)")]
    [InlineData("0x1: memcpy (in /lib/libc.so)", "/lib/libc.so (memcpy)")]
    [InlineData("0x1: ???", "unknown place (???)")]
    [InlineData("0x1: std::mutex::unlock() (gthr-default.h:779)", "gthr-default.h:779 (std::mutex::unlock)")]
    [InlineData("0x1: A::operator()(int) (a.cpp:3)", "a.cpp:3 (A::operator()(int))")]
    [InlineData("insert (list.c:47)", "list.c:47 (insert)")]
    [InlineData("", "unknown place")]
    public void The_innermost_known_line_is_shown_with_its_caller(string stack, string shown) =>
        Assert.Equal(shown, CallTrace.Parse(stack).Describe());
}
