using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using Kws.Model.Tests.Support;
using Kws.Testing;

namespace Kws.Model.Tests;

public class WeightFileTests
{
    [Fact]
    public void Writing_weights_gives_the_original_bytes()
    {
        using var directory = new TemporaryDirectory();
        WeightFile.Write(directory.PathOf("weight.h"), HardwareTeam.Model);
        Assert.Equal(File.ReadAllBytes(HardwareTeam.Weights), File.ReadAllBytes(directory.PathOf("weight.h")));
    }

    [Property(Arbitrary = [typeof(Generators)])]
    public void What_is_written_is_read(KwsModel model)
    {
        var text = new StringWriter();
        WeightFile.Write(text, model);
        AssertSame(model.Network.Tensors.Select(spec => model[spec]), Read(text.ToString(), model.Network));
    }

    [Fact]
    public void The_culture_of_the_thread_does_not_matter()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NegativeSign = "\u2212"; // as in Swedish
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            var text = new StringWriter(culture);
            WeightFile.Write(text, HardwareTeam.Model);
            Assert.Equal(File.ReadAllText(HardwareTeam.Weights), text.ToString());
            AssertSame(Expected, Read(TestData.SmallWeights));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    public static TheoryData<string, string> Variations()
    {
        string text = TestData.SmallWeights;
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string array = text.Replace("DS-CNN", "DS_CNN").Replace("}", "};");
        return new()
        {
            { "as it is", text },
            { "no last line break", text.TrimEnd() },
            { "underscores", text.Replace('-', '_').Replace("_1000", "-1000").Replace("_32", "-32").Replace("{_1, _2}", "{-1, -2}") },
            { "CRLF", text.Replace("\n", "\r\n") },
            { "byte order mark", "\uFEFF" + text },
            { "other order", string.Join('\n', lines.Reverse()) },
            { "no blanks", text.Replace(", ", ",") },
            { "plus signs", text.Replace("31", "+31") },
            { "line breaks inside", text.Replace(", ", ",\n    ").Replace("{", "{\n") },
            { "brace on the next line", text.Replace("{", "\\\n{") },
            { "line continuations", text.Replace(", ", ", \\\n").Replace("{", "{\\\r\n") },
            { "continuation with blanks behind", text.Replace(", ", ", \\ \t\n") },
            { "trailing comma", text.Replace("}", ",}") },
            { "semicolon after a macro", text.Replace("}", "};") },
            { "line comments", text.Replace("}", "} // {1, 2}; \"") .Replace("2, 3", "2, // two\n3") },
            { "block comments", "/* weights\n * of } { \" 'it' */\n" + text.Replace("2, 3", "2, /* , */ 3").Replace(" {", "/**/ {") },
            { "a comment after a path", "#include <a/b.h> /* of\n{two} lines */\n" + text },
            { "a quote in a comment after text", "#define A \"x\" /* \" of\n{two} lines */\n" + text },
            { "empty text", "#define A \"\" \"/*\"\n" + text },
            { "a comment at the very end", text + "// the end" },
            { "int8_t arrays", array.Replace("#define ", "const int8_t ").Replace(" {", "[] = {") },
            { "static int32_t arrays", array.Replace("#define ", "static const int32_t ").Replace(" {", "[]={") },
            { "declared sizes", array.Replace("#define ", "const int8_t ").Replace(" {", "[1*(2)] [4][N] = {") },
            { "attributes", array.Replace("#define ", "alignas(16) const int8_t ").Replace(" {", "[] __attribute__((aligned(4))) = {") },
            { "declared before", "extern const int8_t DS_CNN_fc1_weights_0[2];\ntypedef signed char q7_t;\n" + text },
            { "nested braces", text.Replace("{1, 2, 3, 4, 5, 6, 7, 8}", "{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8},},}") },
            { "rows of braces", text.Replace("{1, 2, 3, 4, 5, 6, 7, 8}", "{{1, 2, 3, 4}, {5, 6, 7, 8}}") },
            {
                "a header",
                "#ifndef WEIGHT_H\n#define WEIGHT_H\n#pragma once\n#include <stdint.h>\n#include \"a{.h\"\n#define SHIFT(x) ((x) >> 3)\n"
                + "#define N 3 // {\n#define LONG a \\\n  < b\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n" + text
                + "#ifdef __cplusplus\n} /* extern */\n#endif\n#endif\n"
            },
        };
    }

    [Theory]
    [MemberData(nameof(Variations))]
    public void Every_real_variation_is_read(string variation, string text)
    {
        Assert.False(variation != "as it is" && text == TestData.SmallWeights, "this variation does not vary anything");
        AssertSame(Expected, Read(text));
    }

    [Fact]
    public void A_file_is_read_with_its_byte_order_mark()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.PathOf("w.h"), TestData.SmallWeights, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        AssertSame(Expected, WeightFile.Read(directory.PathOf("w.h"), TestData.SmallNetwork));
    }

    [Fact]
    public void A_missing_file_is_an_IO_error() =>
        Assert.Throws<FileNotFoundException>(() => WeightFile.Read("no-such-file.h", TestData.SmallNetwork));

    private static ImmutableArray<int>[] Expected { get; } = [[1, 2, 3, 4, 5, 6, 7, 8], [-1, -2], [31, -32], [9, 10], [1000, -1000]];

    private static ImmutableArray<ImmutableArray<int>> Read(string text, Network? network = null) =>
        WeightFile.Read(new StringReader(text), network ?? TestData.SmallNetwork, "w.h");

    private static void AssertSame(IEnumerable<ImmutableArray<int>> expected, IEnumerable<ImmutableArray<int>> actual) =>
        Assert.Equal(expected.Select(tensor => string.Join(' ', tensor)), actual.Select(tensor => string.Join(' ', tensor)));
}
