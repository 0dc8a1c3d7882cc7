using Microsoft.ML.ResNet.CommandLine;
using ModelSelection;

return await CommandRunner.RunAsync(CommandLine.Create(), args);
