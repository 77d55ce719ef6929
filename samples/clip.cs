#:project ../src/Kws.Listen
using Kws.Fast;
using Kws.Listen;
using Kws.Model;

var clips = new ClipClassifier(new KwsClassifier(KwsModel.Default));
ClipLabel label = clips.Classify("samples/cat.wav");
Console.WriteLine($"{label.Name}, score {label.Score:F2}; all scores: {string.Join(" ", label.Scores.Select(score => $"{score:F2}"))}");
