using System.Globalization;
using Sim.Simulator;

namespace Sim.Explorer.Tests;

/// <summary>The specification of a register: <c>write(v)</c> gives 0, <c>read()</c> the value, <c>increment()</c> the value after it.</summary>
internal sealed class RegisterState(ulong value) : AbstractState
{
    public static Operation Read { get; } = new(1);

    public static Operation Increment { get; } = new(2);

    public static Operation Write(ulong value) => new(0, value);

    public override (AbstractState Next, ulong Result) Apply(Operation operation, int thread) => operation.Kind switch
    {
        0 => (new RegisterState(operation.Key), 0),
        1 => (this, value),
        _ => (new RegisterState(value + 1), value + 1),
    };

    protected override string Describe() => value.ToString(CultureInfo.InvariantCulture);
}
