using FineTuning;
using Microsoft.ML.ResNet.CommandLine;

return await CommandRunner.RunAsync(CommandLine.Create(), args);
