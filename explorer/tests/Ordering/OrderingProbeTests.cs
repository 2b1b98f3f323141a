using Sim.Explorer.Ordering;
using Sim.Simulator.Results;

namespace Sim.Explorer.Tests;

public sealed class OrderingProbeTests
{
    // Raad et al., POPL 2020, figure 3 (Px86sim), and for NT Raad et al., POPL 2022; columns as rows.
    private static readonly Dictionary<string, string> Published = new()
    {
        ["R"] = "y y y y y y y y",
        ["W"] = ". y cl y y y cl y",
        ["NT"] = ". cl cl y y y cl cl",
        ["U"] = "y y y y y y y y",
        ["MF"] = "y y y y y y y y",
        ["SF"] = ". y y y y y y y",
        ["FO"] = ". . . y y y . cl",
        ["FL"] = ". y cl y y y cl y",
    };

    // On one line no program can see these: a clwb shows only in what its completing fence makes persistent, and by line
    // a later store of the line cannot persist without the earlier ones anyway.
    private static readonly Dictionary<string, HashSet<string>> UnobservableOnOneLine = new()
    {
        ["px86"] = ["FO/FO"],
        ["px86-line"] = ["FO/FO", "FO/W", "FO/NT"],
    };

    [Theory]
    [InlineData("px86")]
    [InlineData("px86-line")]
    public void The_published_table_comes_out_where_it_can_be_seen(string model)
    {
        OrderingTable table = OrderingProbe.TableOf(model, TestContext.Current.CancellationToken);

        for (int row = 0; row < table.Instructions.Count; row++)
        {
            for (int column = 0; column < table.Instructions.Count; column++)
            {
                (string earlier, string later) = (table.Instructions[row].Name, table.Instructions[column].Name);
                string expected = UnobservableOnOneLine[model].Contains($"{earlier}/{later}") ? "cl" : Published[earlier].Split(' ')[column];
                Assert.Equal((earlier, later, expected), (earlier, later, table.Cells[row][column]));
            }
        }
    }

    [Fact]
    public void Under_sequential_consistency_flushes_and_fences_have_no_effect_and_all_else_is_kept()
    {
        OrderingTable table = OrderingProbe.TableOf("sc", TestContext.Current.CancellationToken);

        Assert.Equal("y y y y    ", string.Join(' ', table.Cells[1]));
        Assert.Equal("       ", string.Join(' ', table.Cells[7]));
    }

    [Fact]
    public void On_Arm_only_full_barriers_and_the_line_keep_a_flush_behind_an_acquire()
    {
        OrderingTable table = OrderingProbe.TableOf("parmv8", TestContext.Current.CancellationToken);

        Assert.Equal(["cl", "cl", "cl", "cl", "y", "y", "y"], table.Cells.Select(row => row[^1]));
    }

    [Fact]
    public void An_epoch_orders_stores_by_barriers_only_and_a_new_strand_forgets_them()
    {
        OrderingTable table = OrderingProbe.TableOf("strand", TestContext.Current.CancellationToken);

        Assert.Equal(". y", Cells("W", "W") + " " + Cells("PB", "W"));
        Assert.Equal(". y", Cells("NS", "W") + " " + Cells("JS", "W"));

        string Cells(string earlier, string later) => table.Cells[IndexOf(earlier)][IndexOf(later)];
        int IndexOf(string name) => table.Instructions.ToList().FindIndex(instruction => instruction.Name == name);
    }
}
