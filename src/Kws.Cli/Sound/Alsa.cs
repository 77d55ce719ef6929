using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kws.Cli.Sound;

/// <summary>The functions of ALSA that read a microphone (alsa-lib, library interface 2).</summary>
internal static unsafe partial class Alsa
{
    /// <summary>A stream that records.</summary>
    public const int Capture = 1;

    /// <summary>Signed samples of 16 bits, little-endian.</summary>
    public const int S16 = 2;

    /// <summary>Blocks of one sample per channel, copied.</summary>
    public const int ReadInterleaved = 3;

    /// <summary>The error of samples that nobody fetched in time.</summary>
    public const int BrokenPipe = -32;

    private const string Library = "libasound.so.2";

    [LibraryImport(Library, EntryPoint = "snd_pcm_open", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(out nint pcm, string name, int stream, int mode);

    /// <summary>Sets the format; ALSA converts what the device cannot do.</summary>
    [LibraryImport(Library, EntryPoint = "snd_pcm_set_params")]
    public static partial int SetParameters(nint pcm, int format, int access, uint channels, uint rate, int converts, uint latency);

    /// <summary>Reads blocks and waits for them. Returns their number, or an error below 0.</summary>
    [LibraryImport(Library, EntryPoint = "snd_pcm_readi")]
    public static partial nint Read(nint pcm, byte* buffer, nuint blocks);

    /// <summary>Goes on after an error. Returns 0, or the error that stays.</summary>
    [LibraryImport(Library, EntryPoint = "snd_pcm_recover")]
    public static partial int Recover(nint pcm, int error, int isSilent);

    [LibraryImport(Library, EntryPoint = "snd_pcm_close")]
    public static partial int Close(nint pcm);

    /// <summary>The text of an error.</summary>
    public static string Text(int error) => Marshal.PtrToStringUTF8(ErrorText(error)) ?? $"error {error}";

    /// <summary>The devices that record, with what ALSA says of them.</summary>
    public static IEnumerable<(string Name, string Description)> Microphones()
    {
        var found = new List<(string, string)>();
        if (Hints(-1, "pcm", out nint* hints) < 0)
        {
            return found;
        }

        for (nint* hint = hints; *hint != 0; hint++)
        {
            // A device without a direction plays and records.
            if (Hint(*hint, "IOID") is null or "Input" && Hint(*hint, "NAME") is { } name)
            {
                found.Add((name, (Hint(*hint, "DESC") ?? "").Replace('\n', ' ')));
            }
        }

        _ = FreeHints(hints);
        return found;
    }

    /// <summary>Keeps ALSA from writing its own lines to standard error.</summary>
    public static void Silence() => _ = SetErrorHandler(&Ignore);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Ignore(byte* file, int line, byte* function, int error, byte* format)
    {
    }

    private static string? Hint(nint hint, string id)
    {
        nint text = HintText(hint, id);
        string? value = Marshal.PtrToStringUTF8(text);
        NativeMemory.Free((void*)text);
        return value;
    }

    [LibraryImport(Library, EntryPoint = "snd_strerror")]
    private static partial nint ErrorText(int error);

    [LibraryImport(Library, EntryPoint = "snd_lib_error_set_handler")]
    private static partial int SetErrorHandler(delegate* unmanaged[Cdecl]<byte*, int, byte*, int, byte*, void> handler);

    [LibraryImport(Library, EntryPoint = "snd_device_name_hint", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Hints(int card, string kind, out nint* hints);

    [LibraryImport(Library, EntryPoint = "snd_device_name_get_hint", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint HintText(nint hint, string id);

    [LibraryImport(Library, EntryPoint = "snd_device_name_free_hint")]
    private static partial int FreeHints(nint* hints);
}
