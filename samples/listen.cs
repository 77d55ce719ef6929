#:project ../src/Kws.Listen
using Kws.Audio;
using Kws.Fast;
using Kws.Listen;
using Kws.Model;

// Sound arrives in pieces, as from a microphone: here those of a recording, 50 ms at a time.
const int SampleRate = 16_000;
const int Piece = SampleRate / 20;

var stream = new KeywordStream(
    new KwsClassifier(KwsModel.Live),
    detection => Console.WriteLine($"{detection.Time.TotalSeconds:F2} s: {detection.Name}"));

short[] recording = WavFile.Read("samples/words.wav", SampleRate);
for (int start = 0; start < recording.Length; start += Piece)
{
    stream.Push(recording.AsSpan(start, Math.Min(Piece, recording.Length - start)));
}
