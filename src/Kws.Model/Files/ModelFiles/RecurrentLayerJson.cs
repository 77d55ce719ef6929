using System.Text.Json;

namespace Kws.Model;

/// <summary>The members of a recurrent layer in JSON, besides kind and name.</summary>
internal static class RecurrentLayerJson
{
    public const string Lstm = "lstm";
    public const string Gru = "gru";

    public static void Write(Utf8JsonWriter json, RecurrentLayer layer)
    {
        json.WriteNumber("input_shift", layer.InputShift);
        json.WriteString("weights", layer.RecurrentWeights.Name);
        json.WriteNumber("recurrent_shift", layer.RecurrentShift);
        json.WriteNumber("weight_bits", layer.RecurrentWeights.Bits);
        if (layer is not LstmLayer lstm)
        {
            return;
        }

        json.WriteNumber("cell_fraction", lstm.CellFraction);
        if (lstm.Peepholes is { } peepholes)
        {
            json.WriteString("peepholes", peepholes.Name);
            json.WriteNumber("peephole_shift", lstm.PeepholeShift);
        }

        if (lstm.Projection is { } projection)
        {
            json.WriteString("projection", projection.Name);
            json.WriteNumber("outputs", layer.Output.Channels);
            json.WriteNumber("projection_shift", lstm.ProjectionShift);
        }
    }

    /// <exception cref="KwsFormatException">A member is missing or of a wrong type.</exception>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public static LstmLayer ReadLstm(JsonMembers json, string name, TensorShape input) => new(
        name, input, json.Integer("input_shift"), json.Text("weights"), json.Integer("recurrent_shift"), json.Integer("cell_fraction"),
        json.Has("peepholes") ? new LstmPeepholes(json.Text("peepholes"), json.Integer("peephole_shift")) : null,
        json.Has("projection")
            ? new LstmProjection(json.Text("projection"), json.Integer("outputs"), json.Integer("projection_shift"))
            : null,
        Bits(json));

    /// <inheritdoc cref="ReadLstm"/>
    public static GruLayer ReadGru(JsonMembers json, string name, TensorShape input) => new(
        name, input, json.Integer("input_shift"), json.Text("weights"), json.Integer("recurrent_shift"), Bits(json));

    private static int Bits(JsonMembers json) => json.Integer("weight_bits", TensorSpec.MaxWeightBits);
}
