using System.Text.Json.Serialization;
using Sim.Experiments.Commands;
using Sim.Experiments.Counts;
using Sim.Experiments.Mutants;
using Sim.Simulator.Results;

namespace Sim.Experiments.Output;

/// <summary>The JSON form of results: camel case, indented, line feeds, the same in every culture.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n",
    RespectNullableAnnotations = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    Converters = [typeof(BigIntegerConverter)])]
[JsonSerializable(typeof(RunResult))]
[JsonSerializable(typeof(ExploreResult))]
[JsonSerializable(typeof(FenceResult))]
[JsonSerializable(typeof(Counterexample))]
[JsonSerializable(typeof(DirectedGraph))]
[JsonSerializable(typeof(CalibrationResult))]
[JsonSerializable(typeof(TimingSpeed))]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(Catalogue))]
[JsonSerializable(typeof(ReplayResult))]
[JsonSerializable(typeof(ExplorerSpeed))]
[JsonSerializable(typeof(MutantScores))]
[JsonSerializable(typeof(PeerScores))]
[JsonSerializable(typeof(MutantsResult))]
[JsonSerializable(typeof(CountsResult))]
[JsonSerializable(typeof(SuspectsResult))]
[JsonSerializable(typeof(TraceInfoResult))]
[JsonSerializable(typeof(TraceCheckResult))]
[JsonSerializable(typeof(TraceExploreResult))]
[JsonSerializable(typeof(TraceRunResult))]
[JsonSerializable(typeof(TraceSpeed))]
[JsonSerializable(typeof(LitmusResult))]
[JsonSerializable(typeof(OrderingTables))]
[JsonSerializable(typeof(AgreementResult))]
internal sealed partial class SimJson : JsonSerializerContext;
