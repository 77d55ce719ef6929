using System.Text.Json;
using Kws.Hardware.Export.Onnx;
using Kws.Hardware.Tests.Export.Support;
using Kws.Model;
using Kws.Reference;
using Kws.Testing;

namespace Kws.Hardware.Tests.Export.Onnx;

/// <summary>onnxruntime-web, WebAssembly that runs in browsers and here in Node.js, computes the integers of the reference.</summary>
public sealed class WebRuntimeTests
{
    private const int Batch = 3;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    [Fact]
    public void Every_form_of_every_model_has_the_logits_of_the_reference()
    {
        string runtime = Require();
        using var directory = new TemporaryDirectory();
        var cases = new List<Case>();
        var expected = new List<Result>();
        foreach (string name in OnnxModels.Names)
        {
            KwsModel model = OnnxModels.Get(name);
            var random = new Random(7);
            sbyte[][] fingerprints = [.. Enumerable.Range(0, Batch).Select(_ => OnnxModels.Fingerprint(model.Network, random))];
            var reference = new ReferenceClassifier(model);
            int[][] logits = [.. fingerprints.Select(fingerprint => reference.Infer(fingerprint))];
            foreach ((OnnxOperatorSet operators, OnnxForm form) in Variants(name))
            {
                string graph = $"{cases.Count}.onnx";
                File.WriteAllBytes(directory.PathOf(graph), OnnxExport.Serialize(model, operators, form));
                int[] values = [.. fingerprints.SelectMany(fingerprint => fingerprint).Select(value => (int)value)];
                cases.Add(new(graph, Shape(model.Network.Input), values));
                expected.Add(new(graph, [.. logits.SelectMany(row => row)], [.. logits.Select(row => Array.IndexOf(row, row.Max()))]));
            }
        }

        directory.Write("cases.json", JsonSerializer.Serialize(cases, Json));
        string output = Tool.Run(runtime, "node", "run.mjs", directory.PathOf(""));
        Result[] actual = JsonSerializer.Deserialize<Result[]>(output, Json)!;
        Assert.Equal(expected.Select(result => result.ToString()), actual.Select(result => result.ToString()));
    }

    /// <summary>The forms of a model with the older operators, and of two models a graph with the newer ones.</summary>
    private static IEnumerable<(OnnxOperatorSet Operators, OnnxForm Form)> Variants(string name)
    {
        yield return (OnnxOperatorSet.Version13, OnnxForm.FloatingPoint);
        if (OnnxModels.IntegerNames.Contains(name))
        {
            yield return (OnnxOperatorSet.Version13, OnnxForm.Integers);
        }

        if (name is "integer DS-CNN" or "gru-s")
        {
            yield return (OnnxOperatorSet.Version18, OnnxForm.FloatingPoint);
        }
    }

    private static int[] Shape(TensorShape input) =>
        input.Channels == 1 ? [Batch, input.Time, input.Frequency] : [Batch, input.Time, input.Frequency, input.Channels];

    /// <summary>Skips the test where the package is not installed; CI counts that it was. Returns its folder.</summary>
    private static string Require()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Kws.Fast.sln")))
        {
            folder = folder.Parent;
        }

        string runtime = Path.Combine(folder?.FullName ?? "", "tests", "onnxruntime-web");
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(runtime, "node_modules", "onnxruntime-web")),
            "NOT RUN: onnxruntime-web is missing; tests/onnxruntime-web/install");
        TestContext.Current.TestOutputHelper?.WriteLine("with onnxruntime-web");
        return runtime;
    }

    private sealed record Case(string Graph, int[] Shape, int[] Values);

    private sealed record Result(string Graph, int[] Logits, int[] Labels)
    {
        public override string ToString() => $"{Graph}: {string.Join(' ', Logits)}; labels {string.Join(' ', Labels)}";
    }
}
