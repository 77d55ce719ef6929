using System.Globalization;
using Kws.Model;

namespace Kws.Hardware.Export.C;

/// <summary><c>kws_tables.h</c>: what the front end multiplies with, and its scales.</summary>
internal static class CFrontEndTables
{
    public static void Write(TextWriter writer, FrontEnd frontEnd)
    {
        var tables = new IntegerTables(frontEnd);
        writer.WriteLine($$"""
            /* Tables of the integer front end; those of 16 bits are rounded from double precision. */

            enum {
              HALF = {{tables.TransformLength / 2}}, /* complex numbers of the transform */
              LIMIT = {{tables.Limit}}, /* of a part of a number that goes into a stage */
              LOST_BITS = {{tables.LostBits}}, /* of 16 bits of the transform */
              UNIT_BITS = {{IntegerTables.UnitBits}}, /* fraction bits of window and turns */
              LOGARITHM_BITS = {{IntegerTables.LogarithmBits}}, /* fraction bits of a logarithm */
              LOGARITHM_INDEX_BITS = {{IntegerTables.LogarithmIndexBits}},
              FULL_SCALE = {{tables.FullScale}}, /* log2 of a band's sum for a magnitude of 1 */
              COSINE_BITS = {{tables.CosineBits}}, /* fraction bits of the cosines */
              BANDS = {{frontEnd.BandCount}},
              LEAST = {{frontEnd.LeastValue}},
              GREATEST = {{frontEnd.GreatestValue}}
            };
            """);
        Table(writer, "A periodic Hann window", "int16_t", "hann", tables.Window.Select(value => (int)value));
        Table(writer, "exp(-2 pi i k / (2 HALF)), real parts", "int16_t", "turn_re", tables.TurnRe.Select(value => (int)value));
        Table(writer, "Imaginary parts", "int16_t", "turn_im", tables.TurnIm.Select(value => (int)value));
        Table(writer, "The first frequency of each band", "int16_t", "band_first", tables.Bands.Select(band => band.First));
        Table(writer, "The number of frequencies of each band", "int16_t", "band_length", tables.Bands.Select(band => band.Weights.Length));
        Table(
            writer, $"Their weights, 2^{tables.WeightBits} = 1", "int16_t", "band_weights",
            tables.Bands.SelectMany(band => band.Weights).Select(value => (int)value).DefaultIfEmpty());
        Table(writer, "log2(1 + i / 64), 2^15 = 1", "uint16_t", "log2_table", tables.Log2.Select(value => (int)value));
        Table(
            writer, "The cosines of each coefficient", "int16_t", "cosines",
            tables.Cosines.SelectMany(row => row).Select(value => (int)value));
    }

    private static void Table(TextWriter writer, string what, string type, string name, IEnumerable<int> values)
    {
        int[] all = [.. values];
        writer.WriteLine();
        writer.WriteLine($"/* {what}. */");
        writer.WriteLine($"static const {type} {name}[{all.Length}] = {{");
        foreach (int[] line in all.Chunk(16))
        {
            writer.WriteLine($"  {string.Join(", ", line.Select(value => value.ToString(CultureInfo.InvariantCulture)))},");
        }

        writer.WriteLine("};");
    }
}
