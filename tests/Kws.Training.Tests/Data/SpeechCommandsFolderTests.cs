using Kws.Testing;
using Kws.Training.Data;

namespace Kws.Training.Tests;

public sealed class SpeechCommandsFolderTests
{
    [Fact]
    public void The_data_set_has_a_folder_a_word()
    {
        using var directory = new TemporaryDirectory();
        string[] names =
            ["cat/b.wav", "cat/a.wav", "cat/deeper/c.wav", "Bed/d.wav", "_background_noise_/tap.wav", "_silence_/1.wav", "top.wav",
                "cat/._a.wav", ".git/e.wav", "cat/notes.txt"];
        foreach (string name in names)
        {
            directory.Touch(name);
        }

        Assert.Equal(
            [("Bed/d.wav", "Bed"), ("_silence_/1.wav", "_silence_"), ("cat/a.wav", "cat"), ("cat/b.wav", "cat")],
            SpeechCommandsFolder.Clips(directory.Root).Select(clip =>
                (Path.GetRelativePath(directory.Root, clip.Path).Replace('\\', '/'), clip.Word)));
    }
}
