using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Kws.Cli.Commands;

namespace Kws.Cli.Output;

/// <summary>
/// The JSON of the commands: records, whose names are part of the command line's contract. docs/use/outputs.md lists the same.
/// </summary>
[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BenchmarkJson))]
[JsonSerializable(typeof(EstimatesJson))]
[JsonSerializable(typeof(EvaluationJson))]
[JsonSerializable(typeof(KernelsJson))]
[JsonSerializable(typeof(RangesJson))]
[JsonSerializable(typeof(TuneJson))]
[JsonSerializable(typeof(WidthsJson))]
internal sealed partial class OutputJson : JsonSerializerContext
{
    public static void Write<T>(TextWriter output, T value, JsonTypeInfo<T> type) =>
        output.WriteLine(JsonSerializer.Serialize(value, type));
}
