using CsCheck;

namespace Sim.CacheModel.Tests;

public sealed class PersistStatesTests
{
    private const int ThreadCount = 2;
    private readonly PersistStates _states = new(Px86Line.Model, ThreadCount);

    private enum Step { Append, Pend, Complete, Raise, Forget }

    private static Gen<(Step Step, int Thread, int Word, int SizeBytes, int Value)> AnyStep => Gen.Select(
        Gen.Frequency((6, Gen.Const(Step.Append)), (3, Gen.Const(Step.Pend)), (2, Gen.Const(Step.Complete)), (1, Gen.Const(Step.Raise)), (1, Gen.Const(Step.Forget))),
        Gen.Int[0, ThreadCount - 1], Gen.Int[0, 1], Gen.OneOf(Gen.Const(1), Gen.Const(4), Gen.Const(8)), Gen.Int[0, 2]);

    [Fact]
    public void A_store_adds_a_content_that_a_crash_may_leave()
    {
        int state = Stored(Stored(_states.Clean(0), 0, 1), 8, 2);
        Assert.Equal([(0UL, 0UL), (1UL, 0UL), (1UL, 2UL)], Words(state));
    }

    [Fact]
    public void A_fence_makes_persistent_what_the_flush_before_it_covered()
    {
        int state = _states.Pend(Stored(_states.Clean(0), 0, 1), 0);
        state = _states.Complete(Stored(state, 8, 2), 0);
        Assert.Equal([(1UL, 0UL), (1UL, 2UL)], Words(state));
    }

    [Fact]
    public void A_fence_of_another_thread_completes_nothing()
    {
        int state = _states.Pend(Stored(_states.Clean(0), 0, 1), 0);
        Assert.Equal(state, _states.Complete(state, 1));
        Assert.Equal(0b01UL, _states.PendingThreads(state));
    }

    [Fact]
    public void Raising_leaves_the_visible_content_alone_and_no_pending_flush()
    {
        int state = _states.Raise(_states.Pend(Stored(_states.Clean(0), 0, 1), 1));
        Assert.Equal(_states.Clean(_states.Visible(state)), state);
        Assert.Equal(0UL, _states.PendingThreads(state));
    }

    [Fact]
    public void A_state_made_of_its_candidates_has_no_pending_flush()
    {
        int stored = Stored(_states.Clean(0), 0, 1);
        Assert.Equal(stored, _states.Of(_states.Candidates(_states.Pend(stored, 1)).ToArray()));
    }

    [Fact]
    public void A_content_that_comes_again_is_kept_once_at_its_last_place()
    {
        int state = Stored(Stored(Stored(_states.Clean(0), 0, 1), 0, 2), 0, 1);
        Assert.Equal([(0UL, 0UL), (2UL, 0UL), (1UL, 0UL)], Words(state));
        Assert.Equal(state, Stored(state, 0, 1));
    }

    [Fact]
    public void Crash_sets_do_not_depend_on_the_order_of_their_contents()
    {
        int there = Stored(_states.Clean(0), 0, 1);
        int back = Stored(there, 0, 0);
        Assert.NotEqual(there, back);
        Assert.Equal(_states.CrashSetOf(there), _states.CrashSetOf(back));
        Assert.Equal([0, 1], _states.CrashSet(_states.CrashSetOf(back)).ToArray());
        Assert.Equal(_states.CrashSetOf(there), _states.InternCrashSet([0, 1]));
    }

    [Theory]
    [InlineData("px86-line")]
    [InlineData("px86")]
    public void Crash_sets_are_those_of_a_list_of_contents_with_timestamps(string model) =>
        AnyStep.Array[1, 25].Sample(steps =>
        {
            PersistStates states = new(PersistencyModel.Find(model)!, ThreadCount);
            Timestamps reference = new(PersistencyModel.Find(model)!.UnitBytes);
            int state = states.Clean(0);
            foreach ((Step step, int thread, int word, int sizeBytes, int value) in steps)
            {
                int offset = word * 8 % PersistencyModel.Find(model)!.UnitBytes;
                state = step switch
                {
                    Step.Append => states.Append(state, (offset << 8) | (sizeBytes << 4) | value, offset, sizeBytes, (UInt128)value),
                    Step.Pend => states.Pend(state, thread),
                    Step.Complete => states.Complete(state, thread),
                    Step.Raise => states.Raise(state),
                    _ => states.Of(states.Candidates(state).ToArray()),
                };
                reference.Take(step, thread, offset, sizeBytes, value);
                if (!reference.CrashSet().SetEquals(CrashSet(states, state)) || reference.PendingThreads() != states.PendingThreads(state)) { return false; }
            }
            return true;
        });

    private static IEnumerable<string> CrashSet(PersistStates states, int state) =>
        states.CrashSet(states.CrashSetOf(state)).ToArray().Select(content => Convert.ToHexString(states.Contents[content]));

    private int Stored(int state, int offset, ulong value) => _states.Append(state, (offset << 8) | (int)value, offset, 8, value);

    private (ulong, ulong)[] Words(int state) =>
        [.. _states.Candidates(state).ToArray().Select(content => (_states.Contents.Read(content, 0, 8), _states.Contents.Read(content, 8, 8)))];

    /// <summary>The rules of the reference machine (semantics 3.2), on every content that the unit ever had.</summary>
    private sealed class Timestamps(int unitBytes)
    {
        private readonly List<byte[]> _contents = [new byte[unitBytes]];
        private readonly int[] _pending = new int[ThreadCount];
        private int _lower;

        public void Take(Step step, int thread, int offset, int sizeBytes, int value)
        {
            switch (step)
            {
                case Step.Append:
                    byte[] next = [.. _contents[^1]];
                    for (int i = 0; i < sizeBytes; i++) { next[offset + i] = (byte)(i == 0 ? value : 0); }
                    _contents.Add(next);
                    break;
                case Step.Pend: _pending[thread] = _contents.Count - 1; break;
                case Step.Complete: (_lower, _pending[thread]) = (Math.Max(_lower, _pending[thread]), 0); break;
                case Step.Raise: _lower = _contents.Count - 1; break;
                default: Array.Clear(_pending); break;
            }
        }

        public HashSet<string> CrashSet() => From(_lower);

        /// <summary>The threads whose fence would take a content from the crash set.</summary>
        public ulong PendingThreads() => (ulong)Enumerable.Range(0, ThreadCount)
            .Where(thread => !From(Math.Max(_lower, _pending[thread])).SetEquals(CrashSet())).Sum(thread => 1 << thread);

        private HashSet<string> From(int time) => [.. _contents.Skip(time).Select(Convert.ToHexString)];
    }
}
