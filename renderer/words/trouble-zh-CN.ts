/** 小屋做不了事的时候：怎么了，为什么，主理人做什么。 */
export const troubleZhCN = {
  startingTitle: '小屋正在准备',
  startingHow: '稍等一下，马上就好。',
  brokenTitle: '这一页打不开',
  brokenHow: '请回首页，再来一次。',
  brokenKeeper: '柜门开着的话，请先关好。还是这样，按下面的“叫主理人”。',
  brokenHome: '回首页',
  stillTitle: '现在还能做的',
  stillReturn: '还东西：交给主理人，或放进还物筐，之后补记',
  stillKeeper: '有急事：按下面的“叫主理人”',
  keeper: '主理人：{{act}}修好就自己接着用。',
  codes: {
    'disk-full': {
      title: '小屋的账本写满了',
      how: '现在记不下账，先不借，免得记错。',
      act: '请在硬盘上腾出地方，',
    },
    'disk-error': {
      title: '小屋现在记不下账',
      how: '存账本的硬盘没有回应，先不借，免得记错。',
      act: '请查硬盘和它的线，',
    },
    'read-only': {
      title: '小屋现在记不下账',
      how: '账本只能看、不能写，先不借，免得记错。',
      act: '请让数据文件夹可以写，',
    },
    gone: {
      title: '小屋找不到账本了',
      how: '存账本的盘可能松了，先不借，免得记错。',
      act: '请把数据盘插好、挂上，别新建文件夹，',
    },
    'in-use': {
      title: '账本被占用着',
      how: '那边用完，这里就自己打开。',
      act: '请关掉另一个小屋程序或导入，',
    },
    newer: {
      title: '小屋的程序太旧了',
      how: '账本是新程序写的，旧程序不敢动它。',
      act: '请装回新的程序，',
    },
    damaged: {
      title: '小屋的账本读不出来',
      how: '先不借，免得记错。',
      act: '请照手册从备份恢复，',
    },
  },
};
