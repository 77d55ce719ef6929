using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Kws.Hardware.Export;

namespace Kws.Hardware.Tests.Export.Support;

/// <summary>Reads exported vectors by nothing but their manifest, as another program would.</summary>
internal sealed class Vectors(string folder)
{
    public JsonElement Manifest { get; } =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, VectorExport.ManifestName))).RootElement;

    public IEnumerable<JsonElement> Weights => Manifest.GetProperty("weights").EnumerateArray();

    public IEnumerable<JsonElement> Cases => Manifest.GetProperty("cases").EnumerateArray();

    /// <summary>The widths of the operands of a layer's multipliers, and of its outputs.</summary>
    public (int Value, int Weight, int Output) WidthsOf(string layer)
    {
        JsonElement found = Manifest.GetProperty("layers").EnumerateArray().Single(entry => entry.GetProperty("name").GetString() == layer);
        JsonElement operands = found.GetProperty("multiplierBits");
        return (operands[0].GetInt32(), operands[1].GetInt32(), found.GetProperty("outputBits").GetInt32());
    }

    public static IEnumerable<JsonElement> TensorsOf(JsonElement one) => one.GetProperty("tensors").EnumerateArray();

    /// <summary>The values of a tensor in hexadecimal, sign-extended from the width of the manifest.</summary>
    public int[] ReadHex(JsonElement tensor)
    {
        int bits = tensor.GetProperty("bits").GetInt32();
        return [.. File.ReadLines(PathOf(tensor)).Where(line => !line.StartsWith("//", StringComparison.Ordinal)).Select(Parse)];

        int Parse(string line)
        {
            Assert.Equal((bits + 3) / 4, line.Length);
            uint value = uint.Parse(line, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            Assert.Equal(0u, (uint)((ulong)value >> bits));
            return (int)(value << (32 - bits)) >> (32 - bits);
        }
    }

    public string PathOf(JsonElement tensor) => Path.Combine(folder, tensor.GetProperty("file").GetString()!);

    public void AssertChecksum(JsonElement tensor) =>
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(PathOf(tensor)))), tensor.GetProperty("sha256").GetString());
}
