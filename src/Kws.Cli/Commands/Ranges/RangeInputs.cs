using Kws.Fast;
using Kws.Hardware.Ranges;
using Kws.Hardware.Replay;
using Kws.Listen;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary>Shows an observer what the arguments of <c>kws ranges</c> name. A clip or fingerprint that fails ends it.</summary>
internal sealed class RangeInputs(KwsModel model, RangeObserver observer, CliContext context)
{
    /// <summary>Refuses inputs that are not there, before bounds are proven for seconds.</summary>
    public static void RefuseMissing(IEnumerable<string> inputs)
    {
        foreach (string input in inputs.Where(input => input != Files.StandardInput && !Path.Exists(input)))
        {
            throw CliException.BadInput(Files.Describe(input, input.Length == 0 ? new ArgumentException(input) : new FileNotFoundException()));
        }
    }

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

    private IEnumerable<ReadOnlyMemory<sbyte>> Fingerprints(string input)
    {
        ClipInputs.RefuseFile(input);
        string name = input == Files.StandardInput ? Files.StandardInputName : input;
        using RereadingReader text = Files.Read(
            name, path => new RereadingReader(input == Files.StandardInput ? context.In : new StreamReader(path)));
        using IEnumerator<ReadOnlyMemory<sbyte>> fingerprints = (text.IsRecordedCases
            ? RecordedCaseFile.Read(text, name).Select(recorded => FingerprintOf(recorded, name))
            : FingerprintFile.Read(text, name, model.Network.Input).Select(fingerprint => fingerprint.Values)).GetEnumerator();
        while (Files.Read(name, _ => fingerprints.MoveNext()))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            yield return fingerprints.Current;
        }
    }

    private ReadOnlyMemory<sbyte> FingerprintOf(RecordedCase recorded, string name)
    {
        LayerValues? input = recorded.Trace.Layers.FirstOrDefault(layer => layer.Name == InferenceTrace.InputName);
        if (input is null || input.Shape != model.Network.Input)
        {
            throw CliException.BadInput(
                $"{name}: case '{recorded.Name}' has no {InferenceTrace.InputName} of {model.Network.Input}, which the model takes");
        }

        return input.Values.Select(value => (sbyte)value).ToArray();
    }

    private void ReadFolder(string folder)
    {
        var clips = new ClipInputs([folder], context);
        var block = new List<sbyte>();
        KwsClassifier classifier = Classifiers.Create(model, kernel: null);
        new ClipClassifier(classifier).ClassifyAll(clips.Clips, Add, cancellationToken: context.Cancellation);
        HandOver();

        void Add(in ClipResult result)
        {
            if (result.Failure is { } failure)
            {
                throw CliException.BadInput(Files.Describe(result.Clip.Name, failure));
            }

            block.AddRange(result.Fingerprint);
            if (block.Count == RangeObserver.BlockSize * model.Network.Input.Count)
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
