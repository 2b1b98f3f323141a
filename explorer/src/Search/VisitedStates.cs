using Sim.CacheModel;

namespace Sim.Explorer;

/// <summary>The states met so far, by 128-bit hash; on request with the full states, so that equal hashes prove nothing.</summary>
/// <remarks>
/// The set is cut into shards by the hash's upper bits. While nobody adds, any number of threads may look states up; while states
/// are added, each shard belongs to one thread. A shard is one flat array with open addressing, at most four fifths full, and
/// grows by half, alone: 20 to 30 bytes a state, without a moment at which everything exists twice.
/// </remarks>
/// <param name="isExact">Whether full states are kept and compared.</param>
internal sealed class VisitedStates(bool isExact)
{
    /// <summary>Shards, whatever the number of threads.</summary>
    public const int ShardCount = 1 << ShardBits;

    private const int ShardBits = 6;
    private readonly Shard[] _shards = [.. Enumerable.Range(0, ShardCount).Select(_ => new Shard(isExact))];

    /// <summary>Bytes held.</summary>
    public long MemoryBytes => _shards.Sum(shard => shard.MemoryBytes);

    /// <summary>The shard that a state belongs to.</summary>
    public static int ShardOf(StateHash hash) => (int)(hash.High >> (64 - ShardBits));

    /// <summary>Whether a state is known.</summary>
    /// <param name="hash">Its hash.</param>
    /// <param name="state">Its vector.</param>
    public bool Contains(StateHash hash, ReadOnlySpan<int> state) => _shards[ShardOf(hash)].Contains(NotEmpty(hash), state);

    /// <summary>Adds a state unless it is known.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Add(StateHash hash, ReadOnlySpan<int> state) => _shards[ShardOf(hash)].Add(NotEmpty(hash), state);

    // All zeros stands for a free place.
    private static StateHash NotEmpty(StateHash hash) => hash == default ? new StateHash(1, 0) : hash;

    private sealed class Shard(bool isExact)
    {
        private StateHash[] _hashes = new StateHash[16];
        private int[] _stateOfPlace = isExact ? new int[16] : [];
        private int[] _vectors = [];
        private int _stride;
        private int _count;

        public long MemoryBytes => (16L * _hashes.Length) + (4L * _stateOfPlace.Length) + (4L * _vectors.Length);

        public bool Contains(StateHash hash, ReadOnlySpan<int> state) => _hashes[Find(hash, state)] != default;

        public bool Add(StateHash hash, ReadOnlySpan<int> state)
        {
            int place = Find(hash, state);
            if (_hashes[place] != default) { return false; }
            if (5 * (_count + 1) > 4 * _hashes.Length)
            {
                Grow();
                place = Find(hash, state);
            }
            _hashes[place] = hash;
            if (isExact)
            {
                _stateOfPlace[place] = _count;
                Keep(state);
            }
            _count++;
            return true;
        }

        /// <summary>Where a state stands, or where it has to be put.</summary>
        private int Find(StateHash hash, ReadOnlySpan<int> state)
        {
            StateHash[] hashes = _hashes;
            int place = Start(hash, hashes.Length);
            while (hashes[place] != default)
            {
                if (hashes[place] == hash && (!isExact || IsAt(place, state))) { break; }
                place = place + 1 == hashes.Length ? 0 : place + 1;
            }
            return place;
        }

        // The bits below those of the shard, as a fraction of the length.
        private static int Start(StateHash hash, int length) => (int)Math.BigMul(hash.High << ShardBits, (ulong)length, out _);

        /// <summary>A vector that is longer than another has zeros where the other ends: its positions were added later.</summary>
        private bool IsAt(int place, ReadOnlySpan<int> state)
        {
            ReadOnlySpan<int> known = _vectors.AsSpan(_stateOfPlace[place] * _stride, _stride);
            int common = Math.Min(known.Length, state.Length);
            return known[..common].SequenceEqual(state[..common])
                && known[common..].IndexOfAnyExcept(0) < 0 && state[common..].IndexOfAnyExcept(0) < 0;
        }

        private void Keep(ReadOnlySpan<int> state)
        {
            if (state.Length > _stride) { Widen(state.Length); }
            int end = (_count + 1) * _stride;
            if (end > _vectors.Length) { Array.Resize(ref _vectors, Math.Max(end, 3 * _vectors.Length / 2)); }
            state.CopyTo(_vectors.AsSpan(_count * _stride, _stride));
        }

        private void Widen(int stride)
        {
            int[] wider = new int[(_count + 1) * stride];
            for (int i = 0; i < _count; i++) { _vectors.AsSpan(i * _stride, _stride).CopyTo(wider.AsSpan(i * stride)); }
            (_vectors, _stride) = (wider, stride);
        }

        private void Grow()
        {
            (StateHash[] hashes, int[] states) = (_hashes, _stateOfPlace);
            int length = hashes.Length + (hashes.Length / 2);
            _hashes = new StateHash[length];
            _stateOfPlace = isExact ? new int[length] : [];
            for (int i = 0; i < hashes.Length; i++)
            {
                if (hashes[i] == default) { continue; }
                int place = Start(hashes[i], length);
                while (_hashes[place] != default) { place = place + 1 == length ? 0 : place + 1; }
                _hashes[place] = hashes[i];
                if (isExact) { _stateOfPlace[place] = states[i]; }
            }
        }
    }
}
