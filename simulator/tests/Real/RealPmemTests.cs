using System.Runtime.CompilerServices;
using Sim.CacheModel;

namespace Sim.Simulator.Tests;

public class RealPmemTests
{
    private const long PoolBytes = 4096;

    [Fact]
    public void Values_of_every_size_come_back_and_touch_no_neighbour()
    {
        using RealMapping mapping = RealMapping.CreateVolatile(PoolBytes);
        RoundTrip(mapping.Pmem, (byte)0xA1);
        RoundTrip(mapping.Pmem, (ushort)0xA1B2);
        RoundTrip(mapping.Pmem, 0xA1B2C3D4u);
        RoundTrip(mapping.Pmem, 0xA1B2C3D4E5F60718UL);
        RoundTrip(mapping.Pmem, 1.5);
        RoundTrip(mapping.Pmem, new PmemAddress(77));
        RoundTrip(mapping.Pmem, new UInt128(1, 2));
        RoundTrip(mapping.Pmem, (1L, 2L, 3L));
    }

    [Fact]
    public void Non_temporal_stores_write_4_bytes_or_whole_words()
    {
        using RealMapping mapping = RealMapping.CreateVolatile(PoolBytes);
        RealPmem pmem = mapping.Pmem;
        pmem.StoreNonTemporal(new PmemAddress(4), 7u);
        pmem.StoreNonTemporal(new PmemAddress(8), 8UL);
        pmem.StoreNonTemporal(new PmemAddress(16), new UInt128(10, 9));
        pmem.Fence();

        Assert.Equal(7UL << 32, pmem.Load<ulong>(default));
        Assert.Equal([8UL, 9UL, 10UL], new[] { 8, 16, 24 }.Select(offset => pmem.Load<ulong>(new PmemAddress(offset))));
    }

    [Fact]
    public void A_compare_exchange_writes_only_where_it_finds_what_it_expects()
    {
        using RealMapping mapping = RealMapping.CreateVolatile(PoolBytes);
        Exchange<byte>(mapping.Pmem, 1, 2, 3);
        Exchange<ushort>(mapping.Pmem, 1, 2, 3);
        Exchange<uint>(mapping.Pmem, 1, 2, 3);
        Exchange<ulong>(mapping.Pmem, 1, 2, 3);
        Exchange<UInt128>(mapping.Pmem, new UInt128(1, 11), new UInt128(2, 22), new UInt128(1, 22));
    }

    [Fact]
    public void Sixteen_bytes_change_in_one_step_under_two_threads()
    {
        const int Increments = 20_000;
        using RealMapping mapping = RealMapping.CreateVolatile(PoolBytes);
        RealPmem pmem = mapping.Pmem;
        PmemAddress counter = new(16);

        ThreadTeam.Run(2, (team, _) =>
        {
            team.AwaitStart();
            for (int i = 0; i < Increments; i++)
            {
                UInt128 found = default;
                UInt128 expected;
                do
                {
                    expected = found;
                    // Both words count: a torn pair would let them drift apart.
                    found = pmem.CompareExchange(counter, expected, expected + new UInt128(1, 1));
                }
                while (found != expected);
            }
        });

        Assert.Equal(new UInt128(2 * Increments, 2 * Increments), pmem.Load<UInt128>(counter));
    }

    [Fact]
    public void A_waiting_thread_sees_what_another_stores()
    {
        using RealMapping mapping = RealMapping.CreateVolatile(PoolBytes);
        RealPmem pmem = mapping.Pmem;
        PmemAddress ping = new(64), pong = new(128);
        ulong sum = 0;

        ThreadTeam.Run(2, (team, number) =>
        {
            team.AwaitStart();
            for (ulong round = 1; round <= 100; round++)
            {
                if (number == 0) { pmem.Store(ping, round); }
                ulong value = pmem.SpinUntil(number == 0 ? pong : ping, SpinCondition.AtLeast, round);
                if (number == 1)
                {
                    sum += value;
                    pmem.Store(pong, round);
                }
            }
        });

        Assert.Equal(5050UL, sum);
    }

    [Fact]
    public void A_size_that_no_instruction_has_is_refused()
    {
        using RealMapping mapping = RealMapping.CreateVolatile(PoolBytes);
        RealPmem pmem = mapping.Pmem;

        Assert.Throws<NotSupportedException>(() => pmem.Store(default, default(ThreeBytes)));
        Assert.Throws<NotSupportedException>(() => pmem.StoreNonTemporal(default, (ushort)1));
        Assert.Throws<NotSupportedException>(() => pmem.CompareExchange(default, (1L, 2L, 3L), default));
    }

    private static void RoundTrip<T>(RealPmem pmem, T value)
        where T : unmanaged
    {
        PmemAddress address = new(64);
        for (int offset = 0; offset < 128; offset += 8) { pmem.Store(new PmemAddress(offset), ulong.MaxValue); }
        pmem.Store(address, value);

        Assert.Equal(value, pmem.Load<T>(address));
        Assert.Equal(byte.MaxValue, pmem.Load<byte>(address - 1));
        Assert.Equal(byte.MaxValue, pmem.Load<byte>(address + Unsafe.SizeOf<T>()));
    }

    private static void Exchange<T>(RealPmem pmem, T first, T second, T wrong)
        where T : unmanaged
    {
        PmemAddress address = new(256);
        pmem.Store(address, first);

        Assert.Equal(first, pmem.CompareExchange(address, wrong, second));
        Assert.Equal(first, pmem.Load<T>(address));
        Assert.Equal(first, pmem.CompareExchange(address, first, second));
        Assert.Equal(second, pmem.Load<T>(address));
    }
}
