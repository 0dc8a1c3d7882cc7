using Microsoft.ML.ResNet.Benchmarks;
using Microsoft.ML.ResNet.Benchmarks.ColdStart;
using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Equivalence;
using Microsoft.ML.ResNet.Benchmarks.Layers;

// Child processes write their results to standard output, and nothing else.
return args switch
{
    [ContenderProcess.Verb, .. string[] key] => RunChild(() =>
    {
        using IContender contender = ContenderFactory.Create(ContenderKey.Parse(key));
        ContenderHost.Run(contender, Console.In, Console.Out);
    }),
    [EquivalenceProcess.Verb, .. string[] check] => RunChild(() => EquivalenceProcess.Run(check, Console.Out)),
    [BreakdownProcess.Verb, .. string[] key] => RunChild(() => BreakdownProcess.Run(key, Console.Out)),
    [ColdStartProcess.OurVerb, string model] => RunChild(() => ColdStartProcess.RunOurs(model, Console.Out)),
    [ColdStartProcess.OnnxVerb, string model] => RunChild(() => ColdStartProcess.RunOnnx(model, Console.Out)),
    _ => BenchmarkCommand.Create().Parse(args).Invoke(),
};

static int RunChild(Action run)
{
    try
    {
        run();
        return 0;
    }
    catch (Exception exception)
    {
        Exception cause = exception.GetBaseException();
        Console.Error.WriteLine($"{cause.GetType().Name}: {cause.Message.ReplaceLineEndings(" ")}");
        return ChildProcess.FailureExitCode;
    }
}
