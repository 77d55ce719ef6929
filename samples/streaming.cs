#:project ../src/Kws.Fast
using System.Threading.Channels;
using Kws.Fast;
using Kws.Model;

// Fingerprints arrive one by one; whatever is waiting is classified as one batch. A full channel makes the producer wait.
KwsModel model = KwsModel.Default;
var classifier = new KwsClassifier(model);
var channel = Channel.CreateBounded<Fingerprint>(capacity: 256);
Task producer = ProduceAsync();

int confident = 0;
await foreach (Classification result in ClassifyAsync(channel.Reader))
{
    confident += result.Margin >= 200 ? 1 : 0;
}

await producer;
Console.WriteLine($"{confident} fingerprints whose best label leads by 200 or more");

async Task ProduceAsync()
{
    foreach (Fingerprint fingerprint in FingerprintFile.Read("samples/recorded.txt", model.Network))
    {
        await channel.Writer.WriteAsync(fingerprint);
    }

    channel.Writer.Complete();
}

async IAsyncEnumerable<Classification> ClassifyAsync(ChannelReader<Fingerprint> reader)
{
    const int MaxBatch = 64;
    var batch = new sbyte[MaxBatch * classifier.FingerprintLength];
    var results = new Classification[MaxBatch];
    while (await reader.WaitToReadAsync())
    {
        int count = 0;
        while (count < MaxBatch && reader.TryRead(out Fingerprint? fingerprint))
        {
            fingerprint.Values.CopyTo(batch.AsMemory(count++ * classifier.FingerprintLength));
        }

        classifier.Classify(batch.AsSpan(0, count * classifier.FingerprintLength), results.AsSpan(0, count));
        for (int i = 0; i < count; i++)
        {
            yield return results[i];
        }
    }
}
