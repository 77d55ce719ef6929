using System.Text.Json.Serialization;

namespace Kws.Cli.Commands;

/// <summary>A labelled clip for programs. The names are part of the command line's contract: docs/use/outputs.md lists the same.</summary>
/// <param name="Clip">The clip, as the user named it.</param>
/// <param name="Time">Where the labelled second begins, in seconds; left out where only the first one is labelled.</param>
/// <param name="Labels">The best labels, the best one first.</param>
internal sealed record ClipJson(
    string Clip,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Time,
    IEnumerable<LabelJson> Labels);

/// <summary>A label of a clip.</summary>
internal sealed record LabelJson(string Label, double Score, double Logit);

/// <summary>JSON Lines: no line is broken.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ClipJson))]
[JsonSerializable(typeof(KeywordJson))]
internal sealed partial class JsonLines : JsonSerializerContext;
