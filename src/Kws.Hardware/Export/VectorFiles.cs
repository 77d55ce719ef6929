using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Kws.Hardware.Export.Formats;

namespace Kws.Hardware.Export;

/// <summary>A tensor and the file that holds it.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="File">Relative to the directory of the manifest, with <c>/</c> on every system.</param>
/// <param name="Sha256">The checksum of the file, as <c>sha256sum</c> prints it.</param>
internal sealed record VectorFile(VectorTensor Tensor, string File, string Sha256);

/// <summary>Writes groups of tensors to the files of one format: one a tensor, but C one header a group.</summary>
internal sealed class VectorFiles(string folder, VectorFormat format)
{
    public ImmutableArray<VectorFile> Write(VectorGroup group)
    {
        if (format == VectorFormat.C)
        {
            string header = $"{group.Name}.h";
            string checksum = WriteFile(header, writer => CHeader.Write(writer, group));
            return [.. group.Tensors.Select(tensor => new VectorFile(tensor, header, checksum))];
        }

        Directory.CreateDirectory(Path.Combine(folder, group.Name));
        return [.. group.Tensors.Select(tensor =>
        {
            string file = $"{group.Name}/{tensor.FileName}.{Extension}";
            return new VectorFile(tensor, file, WriteFile(file, writer => Write(writer, tensor)));
        })];
    }

    private string Extension => format switch
    {
        VectorFormat.Hex => "hex",
        VectorFormat.Mem => "mem",
        _ => "json",
    };

    private void Write(TextWriter writer, VectorTensor tensor)
    {
        switch (format)
        {
            case VectorFormat.Hex:
                HexText.Write(writer, tensor);
                break;
            case VectorFormat.Mem:
                writer.WriteLine($"// {tensor}");
                HexText.Write(writer, tensor);
                break;
            default:
                TensorJson.Write(writer, tensor);
                break;
        }
    }

    private string WriteFile(string name, Action<TextWriter> write)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        write(writer);
        byte[] bytes = Encoding.UTF8.GetBytes(writer.ToString());
        File.WriteAllBytes(Path.Combine(folder, name), bytes);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
