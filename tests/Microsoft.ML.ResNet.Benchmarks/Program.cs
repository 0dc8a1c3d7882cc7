using Microsoft.ML.ResNet.Benchmarks;
using Microsoft.ML.ResNet.Benchmarks.ColdStart;
using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Equivalence;
using Microsoft.ML.ResNet.Benchmarks.Layers;

// A child process speaks through its standard output: nothing else may be written there.
switch (args)
{
    case [ContenderProcess.Verb, ..]:
        using (IContender contender = ContenderFactory.Create(ContenderKey.Parse(args.AsSpan(1))))
            ContenderHost.Run(contender, Console.In, Console.Out);
        return 0;
    case [EquivalenceProcess.Verb, ..]:
        EquivalenceProcess.Run(args.AsSpan(1), Console.Out);
        return 0;
    case [BreakdownProcess.Verb, ..]:
        BreakdownProcess.Run(args.AsSpan(1), Console.Out);
        return 0;
    case [ColdStartProcess.OurVerb, string model]:
        ColdStartProcess.RunOurs(model, Console.Out);
        return 0;
    case [ColdStartProcess.OnnxVerb, string model]:
        ColdStartProcess.RunOnnx(model, Console.Out);
        return 0;
    default:
        return BenchmarkCommand.Create().Parse(args).Invoke();
}
