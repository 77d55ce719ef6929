using System.Collections.Immutable;
using System.Globalization;
using Kws.Audio;
using Kws.Audio.Tests.Support;
using Kws.Fast.Tests.Support;
using Kws.Model;
using Kws.Training.Float;
using Kws.Training.Import.TensorFlow;

namespace Kws.Training.Tests.Support;

/// <summary>The 21 published float networks and the reference results for them.</summary>
internal static class ArmData
{
    /// <summary>The lines of a table after its head, in cells.</summary>
    public static string[][] Table(string name) =>
        [.. File.ReadLines(Path.Combine(ArmFolder.Require(), name)).Skip(1).Select(line => line.Split(','))];

    public static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    public static string GraphFile(string model) => Path.Combine(ArmFolder.Require(), "pretrained", $"{model}.pb");

    public static ImmutableArray<string> Labels() => LabelFile.Read(Path.Combine(ArmFolder.Require(), "pretrained", "labels.txt"));

    public static FloatNetwork Network(string model) => TensorFlowGraph.Import(GraphFile(model), Labels());

    public static short[] Clip(string name) => WavFile.Read(Path.Combine(Speech.Require(), name), 16_000);
}
