using System.CommandLine;
using Microsoft.ML.ResNet.Benchmarks.Peers;
using Microsoft.ML.ResNet.Benchmarks.Training;

Option<int> depth = new("--depth") { Description = "Depth of the CIFAR network, 6n+2.", DefaultValueFactory = _ => 20 };
Option<int> batch = new("--batch") { Description = "Images per step.", DefaultValueFactory = _ => 128 };
Option<int> size = new("--size") { Description = "Height and width of the images.", DefaultValueFactory = _ => 32 };
Option<int> threads = new("--threads") { Description = "Threads of each contender.", DefaultValueFactory = _ => Environment.ProcessorCount };
Option<int> rounds = new("--rounds") { Description = "Times that each contender has its turn.", DefaultValueFactory = _ => 7 };

RootCommand root = new("Training steps of a residual network: Microsoft.ML.ResNet and TorchSharp as it comes, in turn.")
{
    depth, batch, size, threads, rounds,
};
root.SetAction(result =>
{
    int d = result.GetRequiredValue(depth), n = result.GetRequiredValue(batch), pixels = result.GetRequiredValue(size);
    int workers = result.GetRequiredValue(threads);
    Console.WriteLine($"Training ResNet-{d}, {pixels}x{pixels}, batch {n}, fp32, {workers} threads");
    using OurTrainer us = new(d, n, pixels, workers);
    using TorchTrainer peer = new(d, n, pixels, workers);
    Duel.Run(us, peer, n, result.GetRequiredValue(rounds));
});
return root.Parse(args).Invoke();
