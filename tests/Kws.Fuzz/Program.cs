using Kws.Fuzz;
using Kws.Fuzz.Targets;

if (args is not [var name, .. var options] || !Target.All.TryGetValue(name, out Action<byte[]>? target))
{
    Console.Error.WriteLine(
        $"usage: Kws.Fuzz TARGET [option of libFuzzer or folder of inputs ...]\ntargets: {string.Join(", ", Target.All.Keys)}");
    return 2;
}

// libFuzzer starts this program again to minimise a corpus; the target belongs to the command then.
return LibFuzzer.Run(target, [$"{Environment.ProcessPath} {name}", .. options]);
