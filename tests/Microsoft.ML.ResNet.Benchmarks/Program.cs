using Microsoft.ML.ResNet.Benchmarks;
using Microsoft.ML.ResNet.Benchmarks.Contenders;

// A child process speaks through its standard output: nothing else may be written there.
if (args is [ContenderProcess.Verb, ..])
{
    using IContender contender = ContenderFactory.Create(ContenderKey.Parse(args.AsSpan(1)));
    ContenderHost.Run(contender, Console.In, Console.Out);
    return 0;
}
return BenchmarkCommand.Create().Parse(args).Invoke();
