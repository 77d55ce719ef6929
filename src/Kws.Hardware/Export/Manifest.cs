using System.Collections.Immutable;
using System.Text.Json;
using Kws.Hardware.Export.Formats;
using Kws.Hardware.Ranges;
using Kws.Model;

namespace Kws.Hardware.Export;

/// <summary>Writes <c>manifest.json</c>. The names of its members are a contract: docs/use/formats.md lists the same.</summary>
internal sealed class Manifest : IDisposable
{
    /// <summary>Changes when a member changes its meaning.</summary>
    private const string Version = "kws-vectors 1";

    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n" };

    private readonly FileStream _file;
    private readonly Utf8JsonWriter _json;

    public Manifest(string path)
    {
        _file = new FileStream(path, FileMode.CreateNew);
        _json = new Utf8JsonWriter(_file, Options);
    }

    public void WriteModel(KwsModel model, VectorFormat format, ImmutableArray<LayerRanges> bounds, ImmutableArray<VectorFile> weights)
    {
        _json.WriteStartObject();
        _json.WriteString("version", Version);
        _json.WriteString("format", VectorFormats.Names[(int)format]);
        _json.WriteString("modelSizeInfo", model.Network.ToString());
        _json.WriteStartArray("labels");
        foreach (string label in model.Labels)
        {
            _json.WriteStringValue(label);
        }

        _json.WriteEndArray();
        _json.WriteStartArray("layers");
        foreach (LayerRanges layer in bounds)
        {
            WriteLayer(layer);
        }

        _json.WriteEndArray();
        WriteFiles("weights", weights);
        _json.WriteStartArray("cases");
    }

    public void WriteCase(VectorCase one, KwsModel model, ImmutableArray<VectorFile> layers)
    {
        ImmutableArray<int> logits = one.Trace.Logits;
        _json.WriteStartObject();
        _json.WriteNumber("index", one.Index);
        _json.WriteString("expectedLabel", one.Fingerprint.Label);
        _json.WriteString("source", one.Fingerprint.Source);
        _json.WriteString("label", model.Labels[logits.IndexOf(logits.Max())]);
        WriteFiles("tensors", layers);
        _json.WriteEndObject();
        _json.Flush();
    }

    public void WriteEnd()
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        _file.Write("\n"u8);
    }

    public void Dispose()
    {
        _json.Dispose();
        _file.Dispose();
    }

    private void WriteLayer(LayerRanges bounds)
    {
        ValueRange output = bounds[Quantity.Output]!.Value;
        _json.WriteStartObject();
        _json.WriteString("name", bounds.Layer.Name);
        if (bounds.Layer is AccumulatingLayer sums)
        {
            _json.WriteNumber("terms", sums.WeightsPerChannel);
            _json.WriteStartArray("multiplierBits");
            _json.WriteNumberValue(bounds[Quantity.Input]!.Value.Bits);
            _json.WriteNumberValue(bounds[Quantity.Weight]!.Value.Bits);
            _json.WriteEndArray();
            _json.WriteNumber("productBits", bounds[Quantity.Product]!.Value.Bits);
        }

        if (!bounds.Inside.IsEmpty)
        {
            WriteInside(bounds.Inside);
        }

        _json.WriteNumber("outputBits", output.Bits);
        WriteRange("bounds", output);
        _json.WriteEndObject();
    }

    /// <summary>The sums and states of a recurrent layer, which no tensor has.</summary>
    private void WriteInside(ImmutableArray<InsideRange> inside)
    {
        _json.WriteStartArray("inside");
        foreach (InsideRange quantity in inside)
        {
            _json.WriteStartObject();
            _json.WriteString("name", quantity.Name);
            _json.WriteNumber("bits", quantity.Range.Bits);
            WriteRange("bounds", quantity.Range);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void WriteRange(string member, ValueRange range)
    {
        _json.WriteStartArray(member);
        _json.WriteNumberValue(range.Least);
        _json.WriteNumberValue(range.Greatest);
        _json.WriteEndArray();
    }

    private void WriteFiles(string member, ImmutableArray<VectorFile> files)
    {
        _json.WriteStartArray(member);
        foreach (VectorFile file in files)
        {
            _json.WriteStartObject();
            TensorJson.WriteMembers(_json, file.Tensor);
            _json.WriteString("file", file.File);
            _json.WriteString("sha256", file.Sha256);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }
}
