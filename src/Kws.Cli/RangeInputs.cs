using Kws.Analysis.Clips;
using Kws.Analysis.Ranges;
using Kws.Audio;
using Kws.Fast;
using Kws.Model;

namespace Kws.Cli;

/// <summary>Shows an observer what the arguments of <c>kws ranges</c> name. A clip or fingerprint that fails ends it.</summary>
internal sealed class RangeInputs(DsCnnModel model, FingerprintExtractor extractor, RangeObserver observer, CliContext context)
{
    public void Read(IEnumerable<string> inputs)
    {
        foreach (string input in inputs)
        {
            if (Directory.Exists(input))
            {
                ReadFolder(input);
            }
            else
            {
                observer.Add(
                    Fingerprints(input).Chunk(RangeObserver.BlockSize).Select(block => block.SelectMany(values => values.ToArray()).ToArray()),
                    context.Cancellation);
            }
        }
    }

    private IEnumerable<ReadOnlyMemory<sbyte>> Fingerprints(string input) => input != Files.StandardInput && IsCases(input)
        ? Cases(input)
        : Files.ReadFingerprints(input, model.Topology.Input, context).Select(fingerprint => fingerprint.Values);

    private static bool IsCases(string path) => Files.Read(path, file =>
    {
        using var reader = new StreamReader(file);
        return reader.ReadLine() == RecordedCaseFile.Header;
    });

    private IEnumerable<ReadOnlyMemory<sbyte>> Cases(string path)
    {
        using IEnumerator<RecordedCase> cases = RecordedCaseFile.Read(path).GetEnumerator();
        while (Files.Read(path, _ => cases.MoveNext()))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            RecordedCase recorded = cases.Current;
            LayerValues? input = recorded.Trace.Layers.FirstOrDefault(layer => layer.Name == InferenceTrace.InputName);
            if (input is null || input.Shape != model.Topology.Input)
            {
                throw CliException.BadInput(
                    $"{path}: case '{recorded.Name}' has no {InferenceTrace.InputName} of {model.Topology.Input}, which the model takes");
            }

            int bad = input.Values.AsSpan().IndexOfAnyExceptInRange(DsCnnModel.MinWeight, DsCnnModel.MaxWeight);
            if (bad >= 0)
            {
                throw CliException.BadInput(
                    $"{path}: case '{recorded.Name}': value {bad} of {InferenceTrace.InputName} is {input.Values[bad]}, "
                    + $"expected {DsCnnModel.MinWeight} to {DsCnnModel.MaxWeight}");
            }

            yield return input.Values.Select(value => (sbyte)value).ToArray();
        }
    }

    private void ReadFolder(string folder)
    {
        using var clips = new ClipInputs([folder], context);
        var block = new List<sbyte>();
        KwsClassifier classifier = Classifiers.Create(model, kernel: null);
        new ClipClassifier(classifier, new FirstSecond(extractor)).Run(clips.Paths, Add, context.Cancellation);
        HandOver();

        void Add(in ClipResult result)
        {
            if (result.Failure is { } failure)
            {
                throw CliException.BadInput(clips.Describe(result.Path, failure));
            }

            block.AddRange(result.Fingerprint);
            if (block.Count == RangeObserver.BlockSize * model.Topology.Input.Count)
            {
                HandOver();
            }
        }

        void HandOver()
        {
            if (block.Count > 0)
            {
                observer.Add([block.ToArray()], context.Cancellation);
                block.Clear();
            }
        }
    }
}
