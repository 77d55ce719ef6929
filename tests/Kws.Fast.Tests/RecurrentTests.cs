extern alias Emulated;

using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Kws.Fast.Layers;
using Kws.Fast.Simd;
using Kws.Model;
using Kws.Reference;

namespace Kws.Fast.Tests;

/// <summary>Recurrent layers: exactly the integers that an independent program computed. data/README.md says which.</summary>
public class RecurrentTests
{
    public static TheoryData<string> Models => ["gru", "lstm", "lstm-projection"];

    [Theory]
    [MemberData(nameof(Models))]
    public void The_reference_gives_the_recorded_outputs_and_logits(string name)
    {
        (KwsModel model, sbyte[][] fingerprints, int[][] outputs) = Read(name);
        var reference = new ReferenceClassifier(model);
        foreach ((sbyte[] fingerprint, int[] expected) in fingerprints.Zip(outputs))
        {
            InferenceTrace trace = reference.Trace(fingerprint);
            Assert.Equal(expected, trace["cell"].Values.Concat(trace.Logits));
        }
    }

    [Theory]
    [MemberData(nameof(Support.Kernels.All), MemberType = typeof(Support.Kernels))]
    public void Every_kernel_gives_the_recorded_logits(string kernel) => Assert.All(Models, row =>
    {
        (KwsModel model, sbyte[][] fingerprints, int[][] outputs) = Read(row.Data);
        int[] logits = new int[fingerprints.Length * model.Labels.Length];
        Support.Kernels.Classifier(kernel, model).Infer([.. fingerprints.SelectMany(fingerprint => fingerprint)], logits);
        Assert.Equal(outputs.SelectMany(values => values[^model.Labels.Length..]), logits);
    });

    [Theory]
    [InlineData("gru")]
    [InlineData("lstm")]
    public void A_model_of_them_is_written_and_read(string name)
    {
        (KwsModel model, _, _) = Read(name);
        using var bytes = new MemoryStream();
        model.Save(bytes);
        bytes.Position = 0;
        var read = KwsModel.Load(bytes);
        Assert.Equal(model.Network, read.Network);
        Assert.Equal(model.Tensors.SelectMany(tensor => tensor), read.Tensors.SelectMany(tensor => tensor));
    }

    [Fact]
    public void Vectors_have_the_tanh_of_the_table_for_every_argument()
    {
        Check(Values<LayerSimd128, Vector128<byte>>);
        Check(ValuesEmulated<Emulated::Kws.Fast.Simd.LayerSimd256, Vector256<byte>>);
        Check(ValuesEmulated<Emulated::Kws.Fast.Simd.LayerSimd512, Vector512<byte>>);
        Check(ValuesEmulated<Emulated::Kws.Fast.Simd.LayerSimdNeon, Vector128<byte>>);
        if (Avx2.IsSupported)
        {
            Check(Values<LayerSimd256, Vector256<byte>>);
        }

        if (Avx512BW.IsSupported)
        {
            Check(Values<LayerSimd512, Vector512<byte>>);
        }

        static void Check(Action<short[]> compute)
        {
            // Whole vectors of every argument but the least number of 16 bits, which stands for its neighbour.
            short[] arguments = [.. Enumerable.Range(-32768, 65536).Select(z => (short)Math.Max(z, -TanhTable.MaxArgument))];
            short[] values = [.. arguments];
            compute(values);
            Assert.Equal(arguments.Select(z => (short)TanhTable.Value(z)), values);
        }
    }

    private static unsafe void Values<TSimd, TVector>(short[] values)
        where TSimd : ILayerSimd<TVector>
        where TVector : unmanaged
    {
        fixed (short* start = values)
        {
            for (byte* place = (byte*)start; place < (byte*)(start + values.Length); place += sizeof(TVector))
            {
                TSimd.Store(place, TanhVectors<TSimd, TVector>.Value(TanhVectors<TSimd, TVector>.Table, TSimd.Load(place)));
            }
        }
    }

    private static unsafe void ValuesEmulated<TSimd, TVector>(short[] values)
        where TSimd : Emulated::Kws.Fast.Simd.ILayerSimd<TVector>
        where TVector : unmanaged
    {
        fixed (short* start = values)
        {
            for (byte* place = (byte*)start; place < (byte*)(start + values.Length); place += sizeof(TVector))
            {
                byte* table = Emulated::Kws.Fast.Layers.TanhVectors<TSimd, TVector>.Table;
                TSimd.Store(place, Emulated::Kws.Fast.Layers.TanhVectors<TSimd, TVector>.Value(table, TSimd.Load(place)));
            }
        }
    }

    private static (KwsModel Model, sbyte[][] Fingerprints, int[][] Outputs) Read(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "data", "recurrent", name);
        var model = KwsModel.Load($"{path}.safetensors");
        sbyte[][] fingerprints =
            [.. FingerprintFile.ReadBatch($"{path}-fingerprints.txt", model.Network).Chunk(model.Network.Input.Count)];
        int[][] outputs =
        [
            .. File.ReadLines($"{path}-outputs.csv")
                .Select(line => line.Split(',').Select(value => int.Parse(value, CultureInfo.InvariantCulture)).ToArray()),
        ];
        Assert.Equal((12, 12), (fingerprints.Length, outputs.Length));
        return (model, fingerprints, outputs);
    }
}
