using System.Runtime.InteropServices;
using System.Runtime.InteropServices.JavaScript;
using System.Text.Json;
using Kws.Audio;
using Kws.Fast;
using Kws.Listen;
using Kws.Model;

namespace Kws.Web;

/// <summary>
/// The functions that the page calls: choose a model, read a WAV file, listen to samples. A page has one model and one stream at a time.
/// The message of an exception is shown as it is.
/// </summary>
internal static partial class Listening
{
    private static KwsClassifier? _classifier;
    private static KeywordStream? _stream;
    private static HopRows? _rows;

    private static KwsClassifier Classifier => _classifier ?? throw new InvalidOperationException("no model, expected one before sound");

    private static KeywordStream Stream => _stream ?? throw new InvalidOperationException("no stream, expected a start before samples");

    /// <summary>Uses a model inside the library.</summary>
    /// <param name="name"><c>live</c> or <c>default</c>.</param>
    /// <returns>A <see cref="ModelDescription"/> as JSON.</returns>
    [JSExport]
    internal static string UseModel(string name) => Use(name switch
    {
        "live" => KwsModel.Live,
        "default" => KwsModel.Default,
        _ => throw new ArgumentException($"there is no model '{name}', expected live or default", nameof(name)),
    });

    /// <summary>Uses a model file. After a failure the model before it remains.</summary>
    /// <returns>A <see cref="ModelDescription"/> as JSON.</returns>
    [JSExport]
    internal static string LoadModel(string name, byte[] file) => Use(KwsModel.Load(new MemoryStream(file), name));

    /// <summary>The samples of a WAV file at the sample rate of the model, 16 bits each, little-endian.</summary>
    [JSExport]
    internal static byte[] ReadWav(string name, byte[] file) => MemoryMarshal
        .AsBytes(WavFile.Read(new MemoryStream(file), name, Classifier.Model.FrontEnd.SampleRate).AsSpan())
        .ToArray();

    /// <summary>Starts a stream.</summary>
    /// <param name="sampleRate">The sample rate of the samples that will be pushed, in Hz.</param>
    /// <param name="threshold">The minimum score of a detection; 0 for that of the model.</param>
    [JSExport]
    internal static void Start(int sampleRate, double threshold)
    {
        KwsModel model = Classifier.Model;
        var rows = new HopRows(model.FrontEnd.CoefficientCount, model.Labels.Length, model.FrontEnd.HopLength);
        _stream = new KeywordStream(Classifier, rows.Add, Rule(threshold) with { SampleRate = sampleRate }) { Heard = rows.Add };
        _rows = rows;
    }

    /// <summary>Changes the threshold of the stream, as <see cref="Start"/> takes it.</summary>
    [JSExport]
    internal static void SetThreshold(double threshold) => Stream.SetThresholds(Rule(threshold));

    /// <summary>Takes samples in.</summary>
    /// <param name="samples">Samples of 16 bits, little-endian.</param>
    /// <returns>The hops that end in them, as <see cref="HopRows"/>.</returns>
    [JSExport]
    internal static double[] Push(byte[] samples)
    {
        Stream.Push(MemoryMarshal.Cast<byte, short>(samples));
        return _rows!.Take();
    }

    /// <summary>Ends the stream.</summary>
    /// <returns>The last hops, as <see cref="HopRows"/>.</returns>
    [JSExport]
    internal static double[] Finish()
    {
        Stream.Finish();
        return _rows!.Take();
    }

    private static KeywordStreamOptions Rule(double threshold) => new() { Threshold = threshold > 0 ? threshold : null };

    private static string Use(KwsModel model)
    {
        var classifier = new KwsClassifier(model);
        ModelDescription description = ModelDescription.Of(classifier);

        // A model whose input is no fingerprint of sound is refused here.
        _ = new KeywordStream(classifier, _ => { });
        (_classifier, _stream) = (classifier, null);
        return JsonSerializer.Serialize(description, ModelDescriptionJson.Default.ModelDescription);
    }
}
