using System.Collections.Immutable;
using Kws.Audio;
using Kws.Cli.Output;
using Kws.Fast;
using Kws.Model;
using Kws.Training.Float;
using Kws.Training.Import.TensorFlow;
using Kws.Training.Quantize;

namespace Kws.Benchmarks.Published;

/// <summary>A published network and the integers that it becomes.</summary>
/// <param name="Name">The name of its file.</param>
/// <param name="Network">The network.</param>
/// <param name="Model">The integers.</param>
/// <param name="Float">The accuracy of the network.</param>
/// <param name="Integers">That of the integers.</param>
internal sealed record PublishedNetwork(
    string Name, FloatNetwork Network, KwsModel Model, TwelveClassAccuracy Float, TwelveClassAccuracy Integers)
{
    /// <summary>The number of weights and biases.</summary>
    public int Weights => Network.Layers.Sum(layer => layer.WeightCount);

    /// <summary>The number of products of weights for one clip.</summary>
    public long Products => Network.Layers.Where(layer => layer.WeightCount > 0).Sum(layer => layer.Products);

    /// <summary>The length of the model file in bytes.</summary>
    public long FileLength
    {
        get
        {
            using var file = new MemoryStream();
            Model.Save(file);
            return file.Length;
        }
    }

    /// <summary>Imports, quantises and evaluates a network.</summary>
    /// <param name="graph">The frozen graph.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="calibration">The folder of the clips that scales are chosen by.</param>
    /// <param name="clips">The clips to evaluate on.</param>
    /// <param name="activity">Receives what is being done.</param>
    public static PublishedNetwork Measure(
        string graph, ImmutableArray<string> labels, string calibration, ImmutableArray<TwelveClassClip> clips, Activity activity)
    {
        string name = Path.GetFileNameWithoutExtension(graph);
        FloatNetwork network = TensorFlowGraph.Import(graph, labels);
        var quantizer = new Quantizer(network);
        KwsModel model = quantizer.Quantize(
            CalibrationClips.Read(calibration, quantizer.FrontEnd).All,
            progress: activity.Receive<double>(part => FormattableString.Invariant($"{name}: choosing scales: {100 * part:F0} %"))).Model;
        var classifier = new KwsClassifier(model);
        var extractor = new FingerprintExtractor(model.FrontEnd);
        return new(
            name, network, model,
            Evaluate(clips, LabelOf, Progress("float network")), Evaluate(clips, IntegerLabelOf, Progress("integers")));

        IProgress<int> Progress(string what) =>
            activity.Receive<int>(done => $"{name}: {what}, {NumberText.Part(done, clips.Length)} clips");

        int LabelOf(short[] samples)
        {
            double[] logits = network.Logits(samples);
            return Array.IndexOf(logits, logits.Max());
        }

        int IntegerLabelOf(short[] samples)
        {
            var fingerprint = new sbyte[extractor.FingerprintLength];
            extractor.Extract(samples, fingerprint);
            return classifier.Classify(fingerprint);
        }
    }

    private static TwelveClassAccuracy Evaluate(
        ImmutableArray<TwelveClassClip> clips, Func<short[], int> labelOf, IProgress<int> progress)
    {
        var labels = new int[clips.Length];
        int count = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, clips.Length, options, i =>
        {
            labels[i] = labelOf(clips[i].Samples);
            progress.Report(Interlocked.Increment(ref count));
        });
        return new(clips, labels);
    }
}
