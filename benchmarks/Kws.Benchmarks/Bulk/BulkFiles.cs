using System.Runtime.InteropServices;
using System.Text;
using Kws.Model;

namespace Kws.Benchmarks.Bulk;

/// <summary>The files that bulk classification is measured on, in a folder of their own that is deleted at the end: some 5 GB.</summary>
internal sealed class BulkFiles : IDisposable
{
    /// <summary>Fingerprints of the files of records: 3 GB.</summary>
    public const int Records = 10_000_000;

    /// <summary>Fingerprints of the text: 0.9 GB.</summary>
    public const int Lines = 1_000_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("kws-bulk-").FullName;

    public BulkFiles()
    {
        sbyte[] distinct = Benchmarks.Inputs.Random(100_000);
        byte[] bytes = MemoryMarshal.AsBytes(distinct.AsSpan()).ToArray();
        using (FileStream npy = File.Create(Npy), raw = File.Create(Raw))
        {
            string head = $"{{'descr': '|i1', 'fortran_order': False, 'shape': ({Records}, 300), }}";
            npy.Write([0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(head.PadRight(117) + "\n")]);
            for (int i = 0; i < Records; i += 100_000)
            {
                npy.Write(bytes);
                raw.Write(bytes);
            }
        }

        byte[] lines = Encoding.ASCII.GetBytes(string.Concat(distinct.Chunk(300).Select(values => string.Join(' ', values) + "\n")));
        using FileStream text = File.Create(Text);
        for (int i = 0; i < Lines; i += 100_000)
        {
            text.Write(lines);
        }
    }

    public string Npy => Path.Combine(_folder, "fingerprints.npy");

    public string Raw => Path.Combine(_folder, "fingerprints.raw");

    public string Text => Path.Combine(_folder, "fingerprints.txt");

    /// <summary>Inputs of so many fingerprints, a multiple or a part of those of the raw file.</summary>
    public IReadOnlyList<string> Inputs(long count)
    {
        if (count >= Records)
        {
            return [.. Enumerable.Repeat(Raw, (int)(count / Records))];
        }

        string path = Path.Combine(_folder, "part.raw");
        File.Copy(Raw, path, overwrite: true);
        using FileStream file = File.OpenWrite(path);
        file.SetLength(count * DsCnn.Default.Input.Count);
        return [path];
    }

    /// <summary>A file without content, as long as so many fingerprints, which takes no room on the disk.</summary>
    public string Sparse(long count)
    {
        string path = Path.Combine(_folder, "sparse.raw");
        using FileStream file = File.Create(path);
        file.SetLength(count * DsCnn.Default.Input.Count);
        return path;
    }

    public string Output(string extension) => Path.Combine(_folder, $"results{extension}");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
