using Kws.Bulk.Parquet.Tests.Support;
using Kws.Testing;
using ParquetSharp;
using ParquetSharp.Schema;

namespace Kws.Bulk.Parquet.Tests;

/// <summary>The column of fingerprints is found, or the error says which columns there are.</summary>
public sealed class SchemaTests : IDisposable
{
    private const string Expected =
        "no column holds fingerprints: expected one of lists of int8, int16, int32, int64, float32 or float64, "
        + "or of binary values of 300 bytes; there are ";

    private static readonly LogicalType NoType = LogicalType.None();
    private static readonly LogicalType Int8 = LogicalType.Int(8, isSigned: true);

    private readonly TemporaryDirectory _directory = new();

    private static readonly Dictionary<string, (Node Column, string Described)> OtherColumns = new()
    {
        ["a number"] = (new PrimitiveNode("n", Repetition.Required, NoType, PhysicalType.Int32), "n (Int32)"),
        ["a string"] = (
            new PrimitiveNode("s", Repetition.Optional, LogicalType.String(), PhysicalType.ByteArray), "s (ByteArray, String)"),
        ["too few bytes"] = (
            new PrimitiveNode("b", Repetition.Required, NoType, PhysicalType.FixedLenByteArray, 299), "b (FixedLenByteArray of 299 bytes)"),
        ["unsigned"] = (
            ListForm.Usual.Node("u", PhysicalType.Int32, LogicalType.Int(8, isSigned: false)),
            "u.list.element (Int32, Int(bitWidth=8, isSigned=false))"),
        ["dates"] = (ListForm.Usual.Node("d", PhysicalType.Int32, LogicalType.Date()), "d.list.element (Int32, Date)"),
        ["bools"] = (ListForm.Usual.Node("b", PhysicalType.Boolean, NoType), "b.list.element (Boolean)"),
        ["list of lists"] = (
            new GroupNode("l", Repetition.Optional, [
                new GroupNode("list", Repetition.Repeated, [ListForm.Usual.Node("element", PhysicalType.Int32, Int8)]),
            ], LogicalType.List()),
            "l.list.element.list.element (Int32, Int(bitWidth=8, isSigned=true))"),
        ["list of structures"] = (
            new GroupNode("l", Repetition.Optional, [
                new GroupNode("list", Repetition.Repeated, [
                    new GroupNode("element", Repetition.Optional, [new PrimitiveNode("a", Repetition.Optional, Int8, PhysicalType.Int32)]),
                ]),
            ], LogicalType.List()),
            "l.list.element.a (Int32, Int(bitWidth=8, isSigned=true))"),
        ["a map"] = (
            new GroupNode("m", Repetition.Optional, [
                new GroupNode("key_value", Repetition.Repeated, [
                    new PrimitiveNode("key", Repetition.Required, Int8, PhysicalType.Int32),
                ]),
            ], LogicalType.Map()),
            "m.key_value.key (Int32, Int(bitWidth=8, isSigned=true))"),
    };

    public static TheoryData<string> Others => [.. OtherColumns.Keys];

    private string File => _directory.PathOf("fingerprints.parquet");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Others))]
    public void A_column_that_holds_something_else(string name)
    {
        (Node column, string described) = OtherColumns[name];
        Write(column);

        Assert.Equal($"{File}: {Expected}{described}", Assert.Throws<KwsFormatException>(Open).Message);
    }

    [Fact]
    public void A_logical_type_that_is_not_known_is_read_as_it_is_stored()
    {
        using LogicalType date = LogicalType.Date();
        string path = new ListFile<int>(ListForm.Usual, date).Write(
            _directory.PathOf("date.parquet"), Fingerprints.Rows(2).Select(ListFile.Values));
        byte[] bytes = System.IO.File.ReadAllBytes(path);

        // In the union of logical types, field 6 (DATE, an empty structure) becomes field 20, which is a byte longer. The length stands
        // behind it.
        int end = bytes.Length - 8;
        int length = BitConverter.ToInt32(bytes, end);
        int field = end - length + bytes.AsSpan(end - length, length).IndexOf(new byte[] { 0x6C, 0, 0 });
        byte[] changed =
        [
            .. bytes[..field], 0x0C, 2 * 20, 0, 0, .. bytes[(field + 3)..end], .. BitConverter.GetBytes(length + 1), .. "PAR1"u8,
        ];
        path = _directory.Write("unknown.parquet", changed);

        Assert.Equal(Fingerprints.Rows(2), SourceReading.Read(path).Fingerprints);
    }

    [Fact]
    public void More_columns_than_a_line_holds()
    {
        Write([.. Enumerable.Range(0, 1000).Select(i => new PrimitiveNode($"n{i}", Repetition.Required, NoType, PhysicalType.Int64))]);

        string message = Assert.Throws<KwsFormatException>(Open).Message;

        Assert.EndsWith("n8 (Int64), n9 (Int64), ...", message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_columns()
    {
        Write();

        Assert.Equal($"{File}: {Expected}none", Assert.Throws<KwsFormatException>(Open).Message);
    }

    [Fact]
    public void The_only_list_among_other_columns()
    {
        Write([
            .. OtherColumns.Values.Select((other, i) => Renamed(other.Column, $"c{i}")),
            ListForm.Usual.Node("x", PhysicalType.Int32, Int8)]);

        Open();
    }

    [Fact]
    public void The_list_that_is_named_fingerprint()
    {
        Write(ListForm.Usual.Node("embedding", PhysicalType.Float, NoType), ListForm.Usual.Node("fingerprint", PhysicalType.Int32, Int8));

        Open();
    }

    [Fact]
    public void Several_lists()
    {
        Write(ListForm.Usual.Node("left", PhysicalType.Float, NoType), ListForm.Usual.Node("right", PhysicalType.Int32, Int8));

        Assert.Equal(
            $"{File}: several columns may hold fingerprints, expected one of them to be named fingerprint: "
            + "left.list.element (Float), right.list.element (Int32, Int(bitWidth=8, isSigned=true))",
            Assert.Throws<KwsFormatException>(Open).Message);
    }

    private static Node Renamed(Node node, string name) => node switch
    {
        GroupNode group => new GroupNode(name, group.Repetition, [.. group.Fields.Select(field => field.DeepClone())], group.LogicalType),
        PrimitiveNode leaf => new PrimitiveNode(name, leaf.Repetition, leaf.LogicalType, leaf.PhysicalType, leaf.TypeLength),
        _ => throw new NotSupportedException(),
    };

    /// <summary>Writes a file without rows.</summary>
    private void Write(params Node[] columns)
    {
        using var schema = new GroupNode("schema", Repetition.Required, [.. columns.Select(column => column.DeepClone())]);
        using var builder = new WriterPropertiesBuilder();
        using WriterProperties properties = builder.Build();
        using var writer = new ParquetFileWriter(File, schema, properties);
        writer.Close();
    }

    private void Open() => ParquetFingerprints.Open(File, Fingerprints.Shape).DisposeAsync().AsTask().GetAwaiter().GetResult();
}
