using System.CommandLine;
using Kws.Audio;
using Kws.Cli.Output;
using Kws.Model;

namespace Kws.Cli;

/// <summary>The options of every command that makes fingerprints of sound: they override the front end of the model.</summary>
internal sealed class FrontEndOptions
{
    private readonly Option<int?> _sampleRate = Symbols.Number(
        "--sample-rate", "Samples per second, in Hz", WavFile.LowestSampleRate, WavFile.HighestSampleRate);

    private readonly Option<int?> _window =
        Symbols.Number("--window", "Samples of a window", FrontEnd.MinWindowLength, FrontEnd.MaxWindowLength);
    private readonly Option<int?> _hop = Symbols.Number("--hop", "Samples from one window to the next", 1);
    private readonly Option<int?> _bands = Symbols.Number("--bands", "Mel bands", 1, FrontEnd.MaxBandCount);
    private readonly Option<double?> _lowest = Symbols.Frequency("--lowest-frequency", "Lower end of the bands in Hz");
    private readonly Option<double?> _highest = Symbols.Frequency("--highest-frequency", "Upper end of the bands in Hz");

    private readonly ArithmeticOption _arithmetic = new();

    private readonly Option<int?> _transformBits = Symbols.Number(
        "--transform-bits",
        "Bits of the Fourier transform, with integers",
        FrontEnd.MinTransformBits,
        FrontEnd.MaxTransformBits);

    /// <param name="command">Receives the options.</param>
    public FrontEndOptions(KwsCommand command) => command.AddShared("Front end, where it is another than the model's", All);

    /// <summary>All of them.</summary>
    public Option[] All => [_sampleRate, _window, _hop, _bands, _lowest, _highest, _arithmetic.Option, _transformBits];

    /// <summary>The model with what the options say about its front end.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="model">The model.</param>
    /// <param name="isTrained">True if the model says with which front end it was trained: another one is told.</param>
    /// <param name="context">Receives the warning.</param>
    public KwsModel Override(ParseResult parsed, KwsModel model, bool isTrained, CliContext context)
    {
        FrontEnd known = model.FrontEnd;
        FrontEnd frontEnd = known with
        {
            SampleRate = parsed.GetValue(_sampleRate) ?? known.SampleRate,
            WindowLength = parsed.GetValue(_window) ?? known.WindowLength,
            HopLength = parsed.GetValue(_hop) ?? known.HopLength,
            BandCount = parsed.GetValue(_bands) ?? known.BandCount,
            LowestFrequency = parsed.GetValue(_lowest) ?? known.LowestFrequency,
            HighestFrequency = parsed.GetValue(_highest) ?? known.HighestFrequency,
            TransformBits = parsed.GetValue(_transformBits) ?? known.TransformBits,
        };
        if (_arithmetic.Read(parsed) is { } arithmetic)
        {
            frontEnd = frontEnd.With(arithmetic);
        }

        if (frontEnd == known)
        {
            return model;
        }

        try
        {
            var changed = new KwsModel(model.Network, model.Tensors, model.Labels, frontEnd, model.Detection);
            if (isTrained)
            {
                Failures.Tell($"the front end is another than the model was trained with ({FrontEndText.Of(known)})", context);
            }

            return changed;
        }
        catch (ArgumentException e)
        {
            // What no option alone can tell.
            throw CliException.WrongUsage($"front end: {Failures.MessageOf(e)}");
        }
    }
}
