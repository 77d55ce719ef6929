using System.Collections.Immutable;
using System.IO.Pipelines;
using Kws.Fast;
using Kws.Model;
using Kws.Testing;

namespace Kws.Bulk.Tests;

/// <summary>Arguments that are null or default are refused with the documented exceptions.</summary>
public sealed class ArgumentTests
{
    private static readonly KwsClassifier Classifier = new(KwsModel.Default);

    [Fact]
    public void Null_is_refused_by_the_name_of_its_parameter()
    {
        TensorShape shape = Classifier.Model.Network.Input;
        var arguments = new NullArguments(
            Classifier, shape, FingerprintSource.FromStream(Stream.Null, shape, FingerprintFormat.Raw), Stream.Null,
            PipeReader.Create(Stream.Null), AsyncEnumerable.Empty<ReadOnlyMemory<sbyte>>(), ResultFormat.Csv(["a"]),
            new BulkJob(Classifier, [], []));
        arguments.AssertRefusedBy(typeof(BulkJob).Assembly);
    }

    [Fact]
    public void A_job_needs_whole_inputs_and_outputs()
    {
        Assert.Throws<ArgumentNullException>("classifier", () => new BulkJob(null!, [], []));
        Assert.Throws<ArgumentNullException>("inputs", () => new BulkJob(Classifier, null!, []));
        Assert.Throws<ArgumentNullException>("outputs", () => new BulkJob(Classifier, [], null!));
        Assert.Throws<ArgumentException>("inputs", () => new BulkJob(Classifier, [null!], []));
        Assert.Throws<ArgumentException>("inputs", () => new BulkJob(Classifier, [new BulkInput("x", true, null!)], []));
        Assert.Throws<ArgumentException>("outputs", () => new BulkJob(Classifier, [], [null!]));
        Assert.Throws<ArgumentException>("outputs", () => new BulkJob(Classifier, [], [new BulkOutput("x", null!)]));
        Assert.Throws<ArgumentNullException>("path", () => BulkInput.File(null!));
        Assert.Throws<ArgumentNullException>("path", () => FingerprintSource.FormatOf(null!));
    }

    [Fact]
    public void Results_need_labels()
    {
        AssertRefused(default);
        AssertRefused([]);
        AssertRefused(["a", null!]);

        static void AssertRefused(ImmutableArray<string> names)
        {
            Assert.Throws<ArgumentException>("labels", () => ResultFormat.Csv(names));
            Assert.Throws<ArgumentException>("labels", () => ResultFormat.JsonLines(names));
            Assert.Throws<ArgumentException>("labels", () => ResultFormat.NpyLabels(names));
            Assert.Throws<ArgumentException>("labels", () => ResultFormat.NpyLogits(names));
        }
    }
}
