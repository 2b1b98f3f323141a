using System.Globalization;

namespace Sim.Structures.Tests;

/// <summary>
/// What the explorer says about every structure with two threads of two operations on two keys, under every product model: the
/// number of distinct states where the structure holds, a dash where it is violated, a dot where the tests do not look.
/// </summary>
/// <remarks>
/// A changed number is a finding: the structure, its workloads or the steps that the explorer distinguishes have changed.
/// The dashes are the structures that need lines to persist a prefix of their stores, which models of
/// independent words do not give, unless stores are placed in order and are persistent then.
/// </remarks>
internal static class ExplorationTable
{
    private const string Text = """
        structure         px86-line     px86     eadr   strict   parmv8  parmv8-volatile     cxl0  cxl0-gpf  rdma-ddio  rdma-direct  rdma-gpspm
        append-log             1144     1144     1144      532      854              754      716       532        960          960         684
        cceh                 225576        -   209197    92366        -                -        -     92366          -       210537           -
        clht                 227135   227114   227114        .        .                .        .         .          .            .           .
        fast-fair           1378548        -  1378045        .        .                .        .         .          .            .           .
        linked-queue        1187418        -   489017        .        .                .        .         .          .            .           .
        log-free-list         40098    40098    40035    26602        .                .        .         .          .            .           .
        one-line-log            928        -      928      624        -                -        -       624          -          744           -
        queue                 50644    50644    50214    20381    65351            49473    34612     20381      53263        52521       34612
        redo-map               5365        .        .        .        .                .        .         .          .            .           .
        redo-queue            27362        .        .        .        .                .        .         .          .            .           .
        redo-vector            8185     8185     8149        .        .                .        .         .          .            .           .
        romulus-map           10810        .        .        .        .                .        .         .          .            .           .
        romulus-queue         36125        .        .        .        .                .        .         .          .            .           .
        romulus-vector         7880     7880     7880        .        .                .        .         .          .            .           .
        romulus2-map           7231        .        .        .        .                .        .         .          .            .           .
        romulus2-queue        22161        .        .        .        .                .        .         .          .            .           .
        romulus2-vector        4402     4402     4402        .        .                .        .         .          .            .           .
        sorted-list            2482     2482     2371     1126     3313             2480     2076      1126       3489         3386        2076
        undo-map              27208        .        .        .        .                .        .         .          .            .           .
        undo-queue            117715       .        .        .        .                .        .         .          .            .           .
        undo-vector           24143    24143    24143        .        .                .        .         .          .            .           .
        unlinked-queue       583657        -   398469        .        .                .        .         .          .            .           .
        """;

    private static readonly string[][] Lines =
        [.. Text.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    public static IEnumerable<string> Structures => Lines.Skip(1).Select(line => line[0]);

    public static IEnumerable<string> Models => Lines[0].Skip(1);

    /// <summary>Every cell: the states, or null where the structure is violated.</summary>
    public static IEnumerable<(string Structure, string Model, long? States)> Cells =>
        from line in Lines.Skip(1)
        from column in Enumerable.Range(1, line.Length - 1)
        where line[column] != "."
        select (line[0], Lines[0][column], line[column] == "-" ? null : (long?)long.Parse(line[column], CultureInfo.InvariantCulture));
}
