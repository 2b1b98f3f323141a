namespace Sim.Explorer.Litmus;

/// <summary>All outcomes of a litmus test, and how to reach them.</summary>
internal interface ILitmusExecutions
{
    /// <summary>The outcomes, each as <see cref="LitmusOutcome"/> writes it.</summary>
    IReadOnlySet<string> Outcomes { get; }

    /// <summary>States found, over all searches.</summary>
    long StateCount { get; }

    /// <summary>Steps taken, over all searches.</summary>
    long TransitionCount { get; }

    /// <summary>The steps of a shortest execution with an outcome, in words.</summary>
    IReadOnlyList<string> Witness(string outcome);
}
