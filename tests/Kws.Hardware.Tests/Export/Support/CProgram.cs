using System.Globalization;
using System.Runtime.InteropServices;
using Kws.Hardware.Export.C;
using Kws.Model;

namespace Kws.Hardware.Tests.Export.Support;

/// <summary>A model as exported C, compiled for this computer or for a microcontroller under QEMU.</summary>
internal sealed class CProgram
{
    /// <summary>No warning is left, the second line those that users may have switched on.</summary>
    private static readonly string[] Warnings =
    [
        "-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror",
        "-Wshadow", "-Wstrict-prototypes", "-Wmissing-prototypes", "-Wcast-align", "-Wcast-qual", "-Wundef", "-Wvla",
    ];

    private readonly string _folder;
    private readonly KwsModel _model;
    private readonly Func<string, string> _run;

    private CProgram(string folder, KwsModel model, Func<string, string> run) => (_folder, _model, _run) = (folder, model, run);

    /// <summary>The program that stops where C does not define a result.</summary>
    public static CProgram ForComputer(string folder, KwsModel model)
    {
        Tool.Require("gcc");
        CExport.Write(folder, model);
        Tool.Run(folder, "sh", "-c", $"gcc {string.Join(' ', Warnings)} -O1 -fsanitize=undefined -fno-sanitize-recover *.c -o kws");
        return new CProgram(
            folder, model, file => Tool.Run(folder, "sh", "-c", $"./kws {Path.GetFileNameWithoutExtension(file)} < {file}"));
    }

    /// <summary>The firmware of <c>samples/microcontroller</c>, without any library but the compiler's own.</summary>
    /// <param name="folder">A new folder.</param>
    /// <param name="model">The model.</param>
    /// <param name="processor">For instance cortex-m3.</param>
    /// <param name="board">The board of QEMU that has it.</param>
    public static CProgram ForMicrocontroller(string folder, KwsModel model, string processor, string board)
    {
        Tool.Require("arm-none-eabi-gcc");
        Tool.Require("qemu-system-arm");
        CExport.Write(folder, model);
        return Firmware(folder, model, processor, board);
    }

    /// <summary>The same of a folder that was written.</summary>
    public static CProgram Firmware(string folder, KwsModel model, string processor, string board)
    {
        File.Delete(Path.Combine(folder, "main.c"));
        foreach (string file in new[] { "cortex-m.c", "cortex-m.ld" })
        {
            File.Copy(Tool.Microcontroller(file), Path.Combine(folder, file));
        }

        Tool.Run(
            folder, "sh", "-c",
            $"arm-none-eabi-gcc -mcpu={processor} -mthumb {string.Join(' ', Warnings)} -O2 "
            + "-ffreestanding -nostdlib -T cortex-m.ld *.c -lgcc -o kws.elf");

        // QEMU prints what a firmware prints on the stream of errors.
        return new CProgram(folder, model, file => Tool.Run(
            folder, "sh", "-c",
            $"qemu-system-arm -M {board} -nographic -semihosting-config enable=on,target=native,arg={file} -icount shift=0 "
            + "-kernel kws.elf 2>&1"));
    }

    /// <summary>The logits of fingerprints.</summary>
    public int[][] Classify(IEnumerable<sbyte[]> fingerprints)
    {
        const string File = "fingerprints.bin";
        byte[] bytes = [.. fingerprints.SelectMany(fingerprint => fingerprint).Select(value => (byte)value)];
        System.IO.File.WriteAllBytes(Path.Combine(_folder, File), bytes);
        return [.. Lines(_run(File)).Select(Logits)];
    }

    /// <summary>The logits at every frame, once there are enough of them; on a computer alone.</summary>
    public int[][] Follow(IEnumerable<sbyte[]> frames)
    {
        const string File = "frames.bin";
        System.IO.File.WriteAllBytes(Path.Combine(_folder, File), [.. frames.SelectMany(frame => frame).Select(value => (byte)value)]);
        return [.. Lines(_run(File)).Select(Logits)];
    }

    /// <summary>The fingerprint and logits of clips.</summary>
    public (sbyte[] Fingerprint, int[] Logits)[] Hear(IEnumerable<short[]> clips)
    {
        const string File = "sound.raw";
        short[] samples = [.. clips.SelectMany(clip => clip)];
        System.IO.File.WriteAllBytes(Path.Combine(_folder, File), MemoryMarshal.AsBytes<short>(samples).ToArray());
        int frames = _model.FrontEnd.FrameCount;
        return [.. Lines(_run(File)).Chunk(frames + 1).Select(lines => (
            lines[..frames].SelectMany(line => line.Split(' ')).Select(value => sbyte.Parse(value, CultureInfo.InvariantCulture)).ToArray(),
            Logits(lines[frames])))];
    }

    private static IEnumerable<string> Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => !line.Contains("instructions", StringComparison.Ordinal));

    /// <summary>The numbers before the label, which must be the one of the largest.</summary>
    private int[] Logits(string line)
    {
        string[] words = line.Split(' ', _model.Network.LabelCount + 1);
        int[] logits = [.. words[..^1].Select(word => int.Parse(word, CultureInfo.InvariantCulture))];
        Assert.Equal(_model.Labels[logits.IndexOf(logits.Max())], words[^1]);
        return logits;
    }
}
