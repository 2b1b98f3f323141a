using System.CommandLine;
using System.Globalization;
using System.Text;
using Sim.Experiments.Output;
using Sim.Experiments.Reports;
using Sim.Plots;
using Sim.Simulator;
using Sim.Simulator.Calibration;
using Sim.Simulator.Results;

namespace Sim.Experiments.Commands;

/// <summary><c>sim calibrate check</c>: simulates the experiment behind every published point.</summary>
internal static class CalibrateCheckCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        Argument<string[]> files = new("csv")
        {
            Description = "Files of calibration points; without any, those that come with Sim.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string?> metric = ValueOptions.Text("--metric", "NAME", "Only points of this metric.");
        Option<string?> platform = ValueOptions.Text("--platform", "NAME|FILE", "Simulate this platform where a point's system stands for the preset of its name.");
        OutputOptions outputOptions = new();
        CommandWithExamples command = new("check", "Simulate published measurements and print the error of every one.",
            "sim calibrate check", "sim calibrate check my-points.csv --json -", "sim calibrate check --metric chase_read --out results/chase")
        {
            Note = "A point is a line of CSV: id,system,metric,parameters,value,unit,source,note,quality,tolerance_pct,curve,x.\n"
                + "Errors are percentages of the published value. With --out, every point goes to calibration.csv and every\n"
                + "curve to a figure.",
        };
        command.Arguments.Add(files);
        command.Options.Add(metric);
        command.Options.Add(platform);
        outputOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            List<CalibrationPoint> points = ReadPoints(parsed.GetValue(files) ?? [], parsed.GetValue(metric));
            ResultOutput output = outputOptions.Open(parsed, terminal);
            IReadOnlyList<CheckedPoint> results = terminal.WithProgress("simulating published measurements", report =>
                CalibrationCheck.Run(points, parsed.GetValue(platform), done => report($"{done} of {points.Count}"), terminal.Stop));
            return Report(results, output, terminal);
        });
        return command;
    }

    private static List<CalibrationPoint> ReadPoints(string[] files, string? metric)
    {
        List<CalibrationPoint> points = [.. files.Length == 0 ? CalibrationFile.ReadAllPublished() : files.SelectMany(CalibrationFile.Read)];
        if (metric is null) { return points; }
        List<CalibrationPoint> chosen = [.. points.Where(point => point.Metric == metric)];
        return chosen.Count > 0 ? chosen : throw InputException.Unknown("metric", metric, points.Select(point => point.Metric).Distinct().Order(StringComparer.Ordinal));
    }

    private static int Report(IReadOnlyList<CheckedPoint> results, ResultOutput output, SimTerminal terminal)
    {
        CalibrationResult summary = CalibrationReport.Summarise(results);
        CalibrationText.Write(results, summary, output.Text);
        output.WriteJson(summary, json => json.CalibrationResult);
        if (output.Folder is { } folder)
        {
            folder.WriteJson("result", summary, json => json.CalibrationResult);
            output.Text.WriteLine($"points:  {folder.WriteText("calibration.csv", Csv(results))}");
            foreach (CalibrationCurve curve in CalibrationReport.Curves(results))
            {
                folder.WriteFigure(FileName(curve.Name), CalibrationFigures.Curve(curve));
            }
            folder.WriteManifest(terminal.Arguments, ExitCode.Holds);
        }
        return ExitCode.Holds;
    }

    private static string FileName(string curve) => string.Concat(curve.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '_'));

    private static string Csv(IReadOnlyList<CheckedPoint> results)
    {
        StringBuilder csv = new("id,measured,simulated,error_pct,within\n");
        foreach (CheckedPoint result in results)
        {
            string simulated = result.Simulated is double value ? value.ToString("R", CultureInfo.InvariantCulture) : "";
            string error = result.Simulated is null ? "" : (100 * result.Error).ToString("R", CultureInfo.InvariantCulture);
            string within = result.Simulated is null ? "" : 100 * result.Error <= result.Point.TolerancePercent ? "1" : "0";
            csv.Append(CultureInfo.InvariantCulture, $"{result.Point.Id},{result.Point.Value:R},{simulated},{error},{within}\n");
        }
        return csv.ToString();
    }
}
