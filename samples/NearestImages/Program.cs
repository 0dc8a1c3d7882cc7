using Microsoft.ML.ResNet.CommandLine;
using NearestImages;

return await CommandRunner.RunAsync(CommandLine.Create(), args);
