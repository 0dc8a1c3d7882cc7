using Microsoft.ML.ResNet.Benchmarks;
using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Equivalence;

// A child process speaks through its standard output: nothing else may be written there.
if (args is [ContenderProcess.Verb, ..])
{
    using IContender contender = ContenderFactory.Create(ContenderKey.Parse(args.AsSpan(1)));
    ContenderHost.Run(contender, Console.In, Console.Out);
    return 0;
}
if (args is [EquivalenceProcess.Verb, ..])
{
    EquivalenceProcess.Run(args.AsSpan(1), Console.Out);
    return 0;
}
return BenchmarkCommand.Create().Parse(args).Invoke();
