namespace Sim.Simulator.Mutation;

/// <summary>A structure whose every execution, under whatever tool, is written down in a survey.</summary>
/// <param name="inner">The structure, or a mutant of it.</param>
/// <param name="survey">Receives what it reaches.</param>
public sealed class SurveyedStructure(IStructure inner, SiteSurvey survey) : IStructure
{
    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public string Title => inner.Title;

    /// <inheritdoc/>
    public string Source => inner.Source;

    /// <inheritdoc/>
    public IReadOnlyList<OperationKind> Operations => inner.Operations;

    /// <inheritdoc/>
    public IReadOnlyList<Mutant> Mutants => inner.Mutants;

    /// <inheritdoc/>
    public AbstractState Empty => inner.Empty;

    /// <inheritdoc/>
    public long PoolBytes(int threadCount, int operationCount) => inner.PoolBytes(threadCount, operationCount);

    /// <inheritdoc/>
    public IReadOnlyList<Workload> ExplorationWorkloads(int threadCount, int operationCount, int keyCount) =>
        inner.ExplorationWorkloads(threadCount, operationCount, keyCount);

    /// <inheritdoc/>
    public Operation TimedOperation(int thread, int index, int keyCount, ulong seed) => inner.TimedOperation(thread, index, keyCount, seed);

    /// <inheritdoc/>
    public void Create<TPmem>(TPmem pmem, int threadCount)
        where TPmem : struct, IPmem
    {
        SurveyedRun run = new(SurveyPhases.Creation);
        try { inner.Create(new SurveyedPmem<TPmem>(pmem, run), threadCount); }
        finally { survey.Add(run.Sites); }
    }

    /// <inheritdoc/>
    public void Recover<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem
    {
        SurveyedRun run = new(SurveyPhases.Recovery);
        try { inner.Recover(new SurveyedPmem<TPmem>(pmem, run)); }
        finally { survey.Add(run.Sites); }
    }

    /// <inheritdoc/>
    public ulong Execute<TPmem>(TPmem pmem, int thread, Operation operation)
        where TPmem : struct, IPmem
    {
        SurveyedRun run = new(SurveyPhases.Operation);
        try { return inner.Execute(new SurveyedPmem<TPmem>(pmem, run), thread, operation); }
        finally { survey.Add(run.Sites); }
    }

    /// <inheritdoc/>
    public AbstractState Observe<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => inner.Observe(pmem);
}
