using System.CommandLine;
using Kws.Audio;
using Kws.Model;

namespace Kws.Cli;

/// <summary>The options of every command that makes fingerprints of sound: the front end that the model was trained with.</summary>
internal sealed class FrontEndOptions
{
    private static readonly FingerprintOptions Defaults = new();

    private readonly Option<int?> _sampleRate = Symbols.Number(
        "--sample-rate", $"Samples per second that the model was trained with, in Hz; without it {Defaults.SampleRate}",
        WavFile.LowestSampleRate, WavFile.HighestSampleRate);

    private readonly Option<int?> _window = Symbols.Number(
        "--window", $"Samples of a window; without it {Defaults.WindowLength}", FingerprintOptions.MinWindowLength, FingerprintOptions.MaxWindowLength);

    private readonly Option<int?> _hop = Symbols.Number("--hop", $"Samples from one window to the next; without it {Defaults.HopLength}", 1);

    private readonly Option<int?> _bands = Symbols.Number(
        "--bands", $"Mel bands; without it {Defaults.BandCount}", 1, FingerprintOptions.MaxBandCount);

    private readonly Option<double?> _lowest = Symbols.Frequency(
        "--lowest-frequency", FormattableString.Invariant($"Lower end of the bands in Hz; without it {Defaults.LowestFrequency}"));

    private readonly Option<double?> _highest = Symbols.Frequency(
        "--highest-frequency", FormattableString.Invariant($"Upper end of the bands in Hz; without it {Defaults.HighestFrequency}"));

    /// <param name="command">Receives the options.</param>
    public FrontEndOptions(KwsCommand command) => command.AddShared(
        "Front end (as the model was trained with)", [_sampleRate, _window, _hop, _bands, _lowest, _highest]);

    /// <summary>The front end that the options describe, for fingerprints of the model's shape.</summary>
    public FingerprintExtractor Create(ParseResult parsed, KwsModel model)
    {
        TensorShape shape = model.Network.Input;
        try
        {
            return new FingerprintExtractor(new FingerprintOptions
            {
                SampleRate = parsed.GetValue(_sampleRate) ?? Defaults.SampleRate,
                WindowLength = parsed.GetValue(_window) ?? Defaults.WindowLength,
                HopLength = parsed.GetValue(_hop) ?? Defaults.HopLength,
                FrameCount = shape.Time,
                BandCount = parsed.GetValue(_bands) ?? Defaults.BandCount,
                LowestFrequency = parsed.GetValue(_lowest) ?? Defaults.LowestFrequency,
                HighestFrequency = parsed.GetValue(_highest) ?? Defaults.HighestFrequency,
                CoefficientCount = shape.Frequency,
            });
        }
        catch (ArgumentOutOfRangeException e)
        {
            // What no option alone can tell.
            throw CliException.WrongUsage($"front end: {Failures.MessageOf(e)}");
        }
    }
}
