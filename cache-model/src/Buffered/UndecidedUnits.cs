namespace Sim.CacheModel;

/// <summary>Sets of persist states: what a unit may be while recovery has not decided it. Every set has one number.</summary>
/// <remarks>
/// After a crash a unit is a set of clean candidates. A load splits the set by the value read; recovery's own stores and
/// flushes act on every member. A second crash leaves any candidate of any member. All steps are remembered.
/// </remarks>
/// <param name="states">The persist states; recovery's flushes are those of thread 0.</param>
/// <param name="buffers">Knows the stores.</param>
/// <param name="units">Knows offsets in units.</param>
public sealed class UndecidedUnits(PersistStates states, StoreBuffers buffers, PersistUnits units)
{
    private const int RecoveryThread = 0;
    private const int PendStep = -1;
    private const int CompleteStep = -2;
    private const int RaiseStep = -3;
    private const int CrashStep = -4;
    private const int FromCrashSetStep = -5;

    private readonly SequenceTable _sets = new();
    private readonly PairMap _steps = new();
    private readonly PairMap _splits = new();
    private readonly List<ValueGroup[]> _groups = [];

    /// <summary>The persist states of a set.</summary>
    public ReadOnlySpan<int> Members(int set) => _sets[set];

    /// <summary>The set of clean candidates that a crash leaves.</summary>
    public int FromCrashSet(int crashSet) => Remember(crashSet, FromCrashSetStep, static (self, from) =>
        self.Intern(self.CrashContents(from).Select(self.CleanState)));

    /// <summary>The contents that a second crash may leave, as a crash set.</summary>
    public int CrashSetOf(int set) => Remember(set, CrashStep, static (self, from) =>
        self.InternCrashSet(self.MemberList(from).SelectMany(self.CandidateList)));

    /// <summary>Splits a set by the bytes that a load reads; groups come in a fixed order.</summary>
    public ValueGroup[] Split(int set, int offsetInUnit, int sizeBytes)
    {
        int bytes = (offsetInUnit << 8) | sizeBytes;
        if (!_splits.TryGet(set, bytes, out int index))
        {
            ValueGroup[] groups = [.. MemberList(set)
                .GroupBy(state => states.Contents.Read(states.Visible(state), offsetInUnit, sizeBytes))
                .OrderBy(group => group.Key)
                .Select(group => new ValueGroup(group.Key, Intern(group)))];
            index = _splits.Add(set, bytes, _groups.Count);
            _groups.Add(groups);
        }
        return _groups[index];
    }

    /// <summary>Recovery stores.</summary>
    public int Append(int set, int entryId) => _steps.TryGet(set, entryId, out int next) ? next : _steps.Add(set, entryId, MakeAppended(set, entryId));

    /// <summary>Recovery flushes with clwb or clflushopt.</summary>
    public int Pend(int set) => Remember(set, PendStep, static (self, from) => self.Map(from, state => self.PendState(state)));

    /// <summary>Recovery fences.</summary>
    public int Complete(int set) => Remember(set, CompleteStep, static (self, from) => self.Map(from, state => self.CompleteState(state)));

    /// <summary>Everything visible is persistent.</summary>
    public int Raise(int set) => Remember(set, RaiseStep, static (self, from) => self.Map(from, state => self.RaiseState(state)));

    /// <summary>The persist state whose crash can leave whatever one of the members can; all show the same content to threads.</summary>
    public int Merge(int set)
    {
        int visible = states.Visible(MemberList(set)[0]);
        return states.Of([.. MemberList(set).SelectMany(CandidateList).Where(content => content != visible).Distinct(), visible]);
    }

    /// <summary>All members of two sets.</summary>
    public int Union(int first, int second) => Intern(MemberList(first).Concat(MemberList(second)));

    private int Remember(int set, int step, Func<UndecidedUnits, int, int> make) =>
        _steps.TryGet(set, step, out int next) ? next : _steps.Add(set, step, make(this, set));

    private int MakeAppended(int set, int entryId)
    {
        BufferEntry entry = buffers.Entry(entryId);
        int offset = units.OffsetInUnit(entry.OffsetBytes);
        return Map(set, state => states.Append(state, entryId, offset, entry.SizeBytes, entry.Value));
    }

    private int Map(int set, Func<int, int> step) => Intern(MemberList(set).Select(step));

    private int Intern(IEnumerable<int> members) => _sets.Intern(members.Distinct().Order().ToArray());

    private int InternCrashSet(IEnumerable<int> contents) => states.InternCrashSet(contents.Distinct().Order().ToArray());

    private int[] MemberList(int set) => _sets[set].ToArray();

    private int[] CrashContents(int crashSet) => states.CrashSet(crashSet).ToArray();

    private int[] CandidateList(int state) => states.Candidates(state).ToArray();

    private int CleanState(int content) => states.Clean(content);

    private int PendState(int state) => states.Pend(state, RecoveryThread);

    private int CompleteState(int state) => states.Complete(state, RecoveryThread);

    private int RaiseState(int state) => states.Raise(state);
}
